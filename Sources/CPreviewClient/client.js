// What `presstime serve` adds to each page: it hears of changes over server-sent events, puts the new page in place of
// the old one without a reload, and shows what is wrong with the site. No part of what a build writes.
(() => {
  "use strict";

  const own = document.currentScript;
  const events = own.src.replace(/client\.js$/, "events");
  let build = own.dataset.build;
  let source = null;
  let fetches = 0;

  // --- The stream of events ---

  function connect() {
    if (source) return;
    source = new EventSource(events + "?page=" + encodeURIComponent(decodeURI(location.pathname)));
    // The server may have rebuilt, or be another one, since this page was made.
    source.addEventListener("hello", (event) => {
      if (event.data !== build) refresh();
    });
    source.addEventListener("page", refresh);
    source.addEventListener("style", (event) => swapStyle(JSON.parse(event.data)));
    source.addEventListener("reload", () => location.reload());
    source.addEventListener("problems", (event) => overlay.show(JSON.parse(event.data)));
    source.addEventListener("mended", () => overlay.hide());
    source.addEventListener("gone", () => reconnect(2000));
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) reconnect(2000);
    });
  }

  function disconnect() {
    if (source) source.close();
    source = null;
  }

  function reconnect(delay) {
    disconnect();
    setTimeout(connect, delay);
  }

  // A page that the browser keeps for "back" has no stream, and asks when it is shown again.
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);

  // --- The new page in place of the old one ---

  async function refresh() {
    const number = ++fetches;
    let response;
    let text;
    try {
      response = await fetch(location.href, { cache: "no-store" });
      text = await response.text();
    } catch {
      return; // The server is gone; the stream will be back before it.
    }
    if (number !== fetches) return;
    if (!(response.headers.get("Content-Type") || "").startsWith("text/html")) return location.reload();
    morphTo(new DOMParser().parseFromString(text, "text/html"));
  }

  function isClient(node) {
    return node.nodeName === "SCRIPT" && node.hasAttribute("data-build") && /\/\.presstime\/client\.js$/.test(node.src);
  }

  const scriptsOf = (page) => [...page.scripts].filter((script) => !isClient(script)).map((script) => script.outerHTML);

  /// Makes the document equal `page`, keeping the nodes that are in both.
  function morphTo(page) {
    const client = [...page.scripts].find(isClient);
    if (client) {
      build = client.dataset.build;
      own.dataset.build = build;
    }
    // What a script has done can't be undone.
    const scripts = scriptsOf(page);
    if (scriptsOf(document).some((script) => !scripts.includes(script))) return location.reload();
    const [left, top] = [scrollX, scrollY];
    morphAttributes(document.documentElement, page.documentElement);
    morphChildren(document.documentElement, page.documentElement);
    scrollTo({ left, top, behavior: "instant" });
    dispatchEvent(new Event("presstime:update"));
  }

  function morphChildren(from, to) {
    const old = [...from.childNodes].filter((node) => node !== overlay.element);
    const wanted = [...to.childNodes];
    const kept = pairs(old, wanted);
    const result = wanted.map((node, index) => kept.get(index) || copy(node));
    const stays = new Set(result);
    for (const node of old) if (!stays.has(node)) node.remove();
    let place = from.firstChild;
    for (const [index, node] of result.entries()) {
      if (node === place) place = place.nextSibling;
      else from.insertBefore(node, place);
      if (kept.has(index)) morph(node, wanted[index]);
    }
  }

  /// Which old node stands for which wanted one, by index: equal ones in their order, then those of one kind.
  function pairs(old, wanted) {
    const found = new Map();
    let start = 0;
    while (start < old.length && start < wanted.length && old[start].isEqualNode(wanted[start])) {
      found.set(start, old[start]);
      start += 1;
    }
    let [oldEnd, end] = [old.length, wanted.length];
    while (oldEnd > start && end > start && old[oldEnd - 1].isEqualNode(wanted[end - 1])) {
      oldEnd -= 1;
      end -= 1;
      found.set(end, old[oldEnd]);
    }
    const gaps = common(old.slice(start, oldEnd), wanted.slice(start, end));
    let [oldAt, at] = [start, start];
    for (const [oldIndex, index] of [...gaps, [oldEnd - start, end - start]]) {
      pairGap(old.slice(oldAt, start + oldIndex), wanted, at, start + index, found);
      if (start + index < end && start + oldIndex < oldEnd) found.set(start + index, old[start + oldIndex]);
      [oldAt, at] = [start + oldIndex + 1, start + index + 1];
    }
    return found;
  }

  /// The longest common subsequence of equal nodes, as pairs of indices; none for lists that are too long to compare.
  function common(old, wanted) {
    if (old.length * wanted.length > 250000) return [];
    const key = (node) => node.outerHTML || node.nodeType + ":" + node.data;
    const [a, b] = [old.map(key), wanted.map(key)];
    const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    const found = [];
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] === b[j]) found.push([i++, j++]);
      else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
      else j += 1;
    }
    return found;
  }

  function pairGap(old, wanted, start, end, found) {
    const free = new Set(old);
    for (let index = start; index < end; index += 1) {
      const node = wanted[index];
      for (const candidate of free) {
        if (candidate.nodeType !== node.nodeType || candidate.nodeName !== node.nodeName) continue;
        if ((candidate.id || "") !== (node.id || "") || node.nodeName === "SCRIPT") continue;
        found.set(index, candidate);
        free.delete(candidate);
        break;
      }
    }
  }

  function morph(node, wanted) {
    if (node.isEqualNode(wanted)) return;
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (node.data !== wanted.data) node.data = wanted.data;
      return;
    }
    const wasTyped = "value" in node && "defaultValue" in node && node.value !== node.defaultValue;
    morphAttributes(node, wanted);
    if (node.nodeName === "TEMPLATE") node.innerHTML = wanted.innerHTML;
    else morphChildren(node, wanted);
    if (!wasTyped && "defaultValue" in node && "value" in node) node.value = node.defaultValue;
  }

  function morphAttributes(node, wanted) {
    // Whether it is open is the reader's.
    const isKept = (name) => name === "open" && (node.nodeName === "DETAILS" || node.nodeName === "DIALOG");
    for (const { name } of [...node.attributes]) {
      if (!wanted.hasAttribute(name) && !isKept(name)) node.removeAttribute(name);
    }
    for (const { name, value } of wanted.attributes) {
      if (node.getAttribute(name) !== value && !isKept(name)) node.setAttribute(name, value);
    }
  }

  /// A node of another document as one of this, with its scripts made anew, since a parsed one never runs.
  function copy(node) {
    if (isClient(node)) return own;
    const copied = document.importNode(node, true);
    const scripts = copied.nodeName === "SCRIPT" ? [copied] : copied.querySelectorAll ? copied.querySelectorAll("script") : [];
    let result = copied;
    for (const script of scripts) {
      const fresh = document.createElement("script");
      for (const { name, value } of script.attributes) fresh.setAttribute(name, value);
      fresh.textContent = script.textContent;
      if (script === copied) result = fresh;
      else script.replaceWith(fresh);
    }
    return result;
  }

  // --- Stylesheets ---

  function swapStyle({ old, new: fresh }) {
    for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
      if (new URL(link.href, location.href).pathname !== old) continue;
      const next = link.cloneNode();
      next.href = fresh;
      // The old one stays until the new one is there, so that nothing flashes.
      next.addEventListener("load", () => link.remove());
      next.addEventListener("error", () => link.remove());
      link.after(next);
    }
  }

  // --- What is wrong with the site ---

  const overlay = {
    element: null,
    isClosed: false,

    show(problems) {
      if (!this.element) {
        this.element = document.createElement("presstime-problems");
        this.element.attachShadow({ mode: "open" });
        document.documentElement.append(this.element);
      }
      if (problems.errors > 0) this.isClosed = false;
      this.problems = problems;
      this.draw();
    },

    hide() {
      if (this.element) this.element.remove();
      this.element = null;
    },

    draw() {
      const { errors, warnings, text } = this.problems;
      const counted = (count, word) => (count === 0 ? "" : count + " " + word + (count === 1 ? "" : "s"));
      const counts = [counted(errors, "error"), counted(warnings, "warning")].filter(Boolean).join(", ");
      const root = this.element.shadowRoot;
      root.replaceChildren();
      const style = document.createElement("style");
      style.textContent = STYLE;
      root.append(style);
      const button = document.createElement("button");
      button.type = "button";
      if (this.isClosed || errors === 0 && !this.isOpened) {
        button.className = errors > 0 ? "badge errors" : "badge";
        button.textContent = counts;
        button.addEventListener("click", () => this.open());
        root.append(button);
        return;
      }
      const box = document.createElement("section");
      box.setAttribute("role", "alertdialog");
      box.setAttribute("aria-label", counts);
      const title = document.createElement("h1");
      title.textContent = counts + (errors > 0 ? ": this is the last good version of the site" : "");
      button.textContent = "Close";
      button.addEventListener("click", () => this.close());
      const list = document.createElement("pre");
      list.tabIndex = 0;
      for (const line of text.split("\n")) list.append(coloured(line), "\n");
      box.append(title, button, list);
      root.append(box);
    },

    open() {
      this.isClosed = false;
      this.isOpened = true;
      this.draw();
    },

    close() {
      this.isClosed = true;
      this.isOpened = false;
      this.draw();
    },
  };

  function coloured(line) {
    const span = document.createElement("span");
    span.textContent = line;
    if (/^error\[/.test(line)) span.className = "error";
    else if (/^warning\[/.test(line)) span.className = "warning";
    else if (/^\s*(-->|:::)/.test(line)) span.className = "place";
    else if (/^\s*\|\s*\^/.test(line)) span.className = "caret";
    else if (/^\s*= help/.test(line)) span.className = "help";
    return span;
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay.element && !overlay.isClosed) overlay.close();
  });

  const STYLE = `
    :host { all: initial; }
    section, .badge { position: fixed; z-index: 2147483647; font: 15px/1.5 system-ui, sans-serif; box-sizing: border-box;
      color: #1c1b22; background: #fff; border: 1px solid #b8b5c4; border-radius: 8px; }
    section { inset: auto 16px 16px; max-height: 70vh; display: grid; grid-template: auto 1fr / 1fr auto; gap: 8px;
      padding: 12px 16px; border-top: 4px solid #c8102e; box-shadow: 0 8px 40px #0006; }
    h1 { font-size: 16px; margin: 0; }
    button { font: inherit; color: inherit; background: none; border: 1px solid #b8b5c4; border-radius: 6px;
      padding: 2px 12px; cursor: pointer; }
    pre { grid-column: 1 / -1; margin: 0; overflow: auto; font: 13px/1.5 ui-monospace, monospace; white-space: pre; }
    .badge { right: 16px; bottom: 16px; padding: 6px 14px; background: #fff; }
    .badge.errors { border-color: #c8102e; }
    .error { color: #b3001b; font-weight: bold; }
    .warning { color: #7a4d00; font-weight: bold; }
    .place, .help { color: #17568c; }
    .caret { color: #b3001b; }
    @media (prefers-color-scheme: dark) {
      section, .badge { color: #eceaf4; background: #1c1b22; border-color: #55525f; }
      section { border-top-color: #ff6b7d; }
      .error, .caret { color: #ff8c9a; }
      .warning { color: #ffc55c; }
      .place, .help { color: #8cc8ff; }
    }`;

  connect();
})();
