// What `presstime serve` adds to each page: it hears of changes over server-sent events, and puts the new page in place
// of the old one without a reload. `PreviewClient.swift` puts it behind `problems.js` and `morph.js`, in one function.

const own = document.currentScript;
const events = own.src.replace(/client\.js$/, "events");
let build = own.dataset.build;

// --- The stream of events ---

let stream = null;
let failures = 0;

/// Only while the page is seen: a browser opens six connections to a host, and a seventh tab would wait for ever.
/// A tab that comes to the front is told the build of now first, and catches up.
function connect() {
  if (stream || document.visibilityState === "hidden") return;
  // The path is sent as the address has it, so that nothing can be malformed that the browser has taken.
  stream = new EventSource(events + "?page=" + location.pathname.replaceAll("&", "%26"));
  const on = (name, action) => stream.addEventListener(name, (event) => action(event.data));
  on("hello", (id) => {
    failures = 0;
    overlay.expect();
    if (id !== build) refresh();
  });
  on("page", refresh);
  on("style", (data) => swapStyle(JSON.parse(data)));
  on("problems", (data) => overlay.show(JSON.parse(data)));
  on("mended", () => overlay.hide());
  on("gone", () => reconnect(2000));
  // Browsers differ in when they try again by themselves. A first break may be a restart, and is over soon.
  stream.onerror = () => reconnect(failures++ === 0 ? 500 : 2000);
}

function disconnect() {
  stream?.close();
  stream = null;
}

function reconnect(delay) {
  disconnect();
  setTimeout(connect, delay);
}

// A page that the browser keeps for "back" has no stream, and asks when it is shown again.
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));

// --- The page as the server has it ---

/// The page as it was served; null while that is not known, and what is shown is taken for it.
let served = null;
let refreshes = 0;

/// The page at this address, or null when that is none to put in place of this one.
async function load(cache) {
  const response = await fetch(location.href, { cache, headers: { "Presstime-Update": "1" } });
  const isHTML = (response.headers.get("Content-Type") || "").startsWith("text/html");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!isHTML || new URL(response.url).pathname !== location.pathname || !page.body) return null;
  // Where scripts run, what is in <noscript> is text; this parser runs none.
  for (const element of page.querySelectorAll("noscript")) element.textContent = element.innerHTML;
  const client = [...page.scripts].find(isClient);
  const id = client?.dataset.build ?? build;
  // So that two pages of two builds may be equal.
  if (client) client.dataset.build = "";
  return { page, id };
}

/// The page is read once more when it is there, mostly from the browser's cache, since scripts may have changed it.
async function loadServed() {
  if (document.readyState === "loading") {
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
  }
  const found = await load("force-cache").catch(() => null);
  if (found?.id !== build) return;
  served = found.page;
  remember(document.documentElement, served.documentElement);
}

async function refresh() {
  const number = ++refreshes;
  await isReady;
  const found = await load("no-store").catch(() => undefined);
  // Without an answer the server is gone: the stream finds it again. Only the last of several counts.
  if (found === undefined || number !== refreshes) return;
  if (found === null) return location.reload();
  build = found.id;
  own.dataset.build = build;
  show(found.page);
}

/// Makes the document that page.
function show(page) {
  const was = served ?? document;
  if (served && key(served.documentElement) === key(page.documentElement)) return;
  const scripts = codeOf(page);
  ran = codeOf(was);
  // What a script has done can't be undone.
  if (ran.some((script) => !scripts.includes(script))) return location.reload();
  keepPlace(() => morph(document.documentElement, page.documentElement));
  served = page;
  finishSheets();
  dispatchEvent(new CustomEvent("presstime:update", { detail: { build } }));
}

/// What the reader looks at stays where it is, whatever is put in above; the focus too.
function keepPlace(change) {
  const [left, top, focused] = [scrollX, scrollY, document.activeElement];
  const seen = top > 0 ? elementInView() : undefined;
  const place = seen?.getBoundingClientRect().top;
  change();
  const offset = seen?.isConnected ? seen.getBoundingClientRect().top + scrollY - top - place : 0;
  scrollTo({ left, top: top + offset, behavior: "instant" });
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

/// One near the middle of the window that fits into it: what holds the whole text begins where it began.
function elementInView() {
  const fits = (element) => element !== overlay.element && element.getBoundingClientRect().height < innerHeight;
  for (let way = 0; way < innerHeight / 2; way += 10) {
    for (const y of [innerHeight / 2 + way, innerHeight / 2 - way]) {
      const found = document.elementsFromPoint(innerWidth / 2, y).find(fits);
      if (found) return found;
    }
  }
}

const isReady = loadServed();
connect();
