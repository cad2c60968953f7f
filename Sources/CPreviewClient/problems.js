// Shows in the page what is wrong with the site: a panel over its lower part, or a badge in the corner.

const overlay = {
  element: null,
  problems: null,
  isOpen: false,
  timer: 0,

  /// A stream begins: what is shown is of the one before, unless the server says now that it is so still.
  expect() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), 300);
  },

  show(problems) {
    clearTimeout(this.timer);
    if (this.problems?.text === problems.text && this.element?.isConnected) return;
    this.problems = problems;
    // What was put away stays so on the next page too; something else that is wrong is shown.
    this.isOpen = problems.errors > 0 && remembered.get() !== problems.text;
    if (!this.element) {
      this.element = document.createElement("presstime-problems");
      const root = this.element.attachShadow({ mode: "open" });
      const style = new CSSStyleSheet();
      style.replaceSync(STYLE);
      // Not an element: a page's Content-Security-Policy may refuse those.
      root.adoptedStyleSheets = [style];
      root.append(make("div", {}), make("p", { role: "status" }));
    }
    document.documentElement.append(this.element);
    this.draw();
  },

  hide() {
    clearTimeout(this.timer);
    remembered.set("");
    this.element?.remove();
    [this.element, this.problems] = [null, null];
  },

  toggle(isOpen) {
    this.isOpen = isOpen;
    remembered.set(isOpen ? "" : this.problems.text);
    const hadFocus = this.element.shadowRoot.activeElement;
    this.draw();
    // Whoever has pressed a button by keyboard finds the other one.
    if (hadFocus) this.element.shadowRoot.querySelector("button").focus();
  },

  draw() {
    const { errors, warnings, text } = this.problems;
    const counted = (count, word) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`]);
    const counts = [...counted(errors, "error"), ...counted(warnings, "warning")].join(", ");
    const title = counts + (errors > 0 ? ": this is the last good version of the site" : "");
    const [place, announcement] = this.element.shadowRoot.children;
    if (announcement.textContent !== title) announcement.textContent = title;
    const button = make("button", { type: "button" }, this.isOpen ? "Close" : counts);
    button.addEventListener("click", () => this.toggle(!this.isOpen));
    if (!this.isOpen) {
      button.className = errors > 0 ? "badge errors" : "badge";
      return place.replaceChildren(button);
    }
    const list = make("pre", { tabindex: "0", role: "region", "aria-label": "Problems" });
    for (const line of text.split("\n")) list.append(make("span", { class: kindOf(line) }, line), "\n");
    const box = make("section", { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "list" });
    box.append(make("h1", { id: "title" }, title), button, list);
    list.id = "list";
    place.replaceChildren(box);
  },
};

function make(name, attributes, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

const kindOf = (line) => /^error\[/.test(line) ? "error" : /^warning\[/.test(line) ? "warning"
  : /^\s*(-->|:::)/.test(line) ? "place" : /^\s*\|\s*\^/.test(line) ? "caret" : /^\s*= help/.test(line) ? "help" : "";

/// What the reader has put away, in this tab; a browser may forbid to keep it.
const remembered = {
  get() {
    try { return sessionStorage.getItem("presstime.closed"); } catch { return ""; }
  },
  set(text) {
    try { sessionStorage.setItem("presstime.closed", text); } catch { /* It is shown again, then. */ }
  },
};

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && overlay.element && overlay.isOpen) overlay.toggle(false);
});

const STYLE = `
  :host { all: initial !important; color-scheme: light dark !important; position: fixed !important;
    z-index: 2147483647 !important; }
  section, .badge { position: fixed; box-sizing: border-box; font: 15px/1.5 system-ui, sans-serif;
    color: #1c1b22; background: #fff; border: 1px solid #b8b5c4; border-radius: 8px; }
  section { inset: auto 16px 16px; max-height: 70vh; display: grid; grid-template: auto 1fr / 1fr auto; gap: 8px;
    padding: 12px 16px; border-top: 4px solid #c8102e; box-shadow: 0 8px 40px #0006; }
  h1 { font-size: 16px; margin: 0; }
  button { font: inherit; color: inherit; background: none; border: 1px solid #b8b5c4; border-radius: 6px;
    padding: 2px 12px; cursor: pointer; }
  pre { grid-column: 1 / -1; margin: 0; overflow: auto; font: 13px/1.5 ui-monospace, monospace; white-space: pre; }
  .badge { right: 16px; bottom: 16px; padding: 6px 14px; }
  .badge.errors { border-color: #c8102e; }
  .error, .caret { color: #b3001b; }
  .error, .warning { font-weight: bold; }
  .warning { color: #7a4d00; }
  .place, .help { color: #17568c; }
  [role=status] { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0; }
  @media (prefers-color-scheme: dark) {
    section, .badge { color: #eceaf4; background: #1c1b22; border-color: #55525f; }
    section, .badge.errors { border-top-color: #ff6b7d; }
    .error, .caret { color: #ff8c9a; }
    .warning { color: #ffc55c; }
    .place, .help { color: #8cc8ff; }
  }
  @media print { section, .badge { display: none; } }`;
