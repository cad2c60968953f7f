// Makes the page that is shown the one that is wanted, keeping the nodes that are in both.
//
// A page has three forms here: as it is *shown*, as it *was* served before, and as it is *wanted* now. Only what
// differs between the last two is changed in the first, so that what scripts and the reader have made of the page since
// stays: a class for the dark mode, a filled island, an opened <details>, half a word in a field.

/// For each node that is shown, the one of a served page that it stands for; none for those that scripts have made.
const origins = new WeakMap();

// --- Which nodes are the same ---

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isClient = (node) => node.nodeName === "SCRIPT" && /\/\.presstime\/client\.js$/.test(node.getAttribute("src"));
const isSheet = (node) => node.nodeName === "LINK" && node.relList.contains("stylesheet");
/// Others hold data, as JSON-LD, and are changed like any element.
const isCode = (node) => node.nodeName === "SCRIPT"
  && /^(module|importmap|speculationrules|(text|application)\/(x-)?(java|ecma)script)?$/i.test(node.type);
const codeOf = (page) => [...page.scripts].filter((script) => isCode(script) && !isClient(script)).map(key);

const keys = new WeakMap();

/// Its markup, which compares what `isEqualNode` doesn't: the content of <template>. Served pages never change, so
/// theirs is kept.
function key(node) {
  const origin = origins.get(node) ?? node;
  let found = keys.get(origin);
  if (found !== undefined) return found;
  found = isClient(origin) ? "client" : isElement(origin) ? origin.outerHTML : origin.nodeType + ":" + origin.nodeValue;
  if (origin.ownerDocument !== document) keys.set(origin, found);
  return found;
}

/// Notes which node of a served page each shown one stands for.
function remember(shown, origin) {
  origins.set(shown, origin);
  const children = [...origin.childNodes];
  for (const [index, node] of pair([...shown.childNodes], children).found) remember(node, children[index]);
}

/// Which shown node stands for which wanted one, by index, and which of them have changed places: equal ones in their
/// order, between those ones of one kind, then those of one id.
function pair(shown, wanted) {
  const found = new Map();
  let [from, to] = [0, 0];
  for (const [shownIndex, index] of [...common(shown.map(key), wanted.map(key)), [shown.length, wanted.length]]) {
    for (; to < index; to += 1) {
      const next = shown.slice(from, shownIndex).findIndex((node) => isAlike(node, wanted[to]));
      if (next < 0) continue;
      found.set(to, shown[from + next]);
      from += next + 1;
    }
    if (index < wanted.length) found.set(index, shown[shownIndex]);
    [from, to] = [shownIndex + 1, index + 1];
  }
  const taken = new Set(found.values());
  const moved = new Set();
  const byID = new Map(shown.filter((node) => node.id && !taken.has(node)).map((node) => [node.id, node]));
  for (const [index, node] of wanted.entries()) {
    const candidate = found.has(index) ? null : byID.get(node.id);
    if (!candidate || moved.has(candidate) || !isAlike(candidate, node)) continue;
    found.set(index, candidate);
    moved.add(candidate);
  }
  return { found, moved };
}

/// Whether one can be made the other. Code has run, and a stylesheet stays until the next has come.
function isAlike(shown, wanted) {
  if (shown.nodeName !== wanted.nodeName || !isElement(shown)) return shown.nodeName === wanted.nodeName;
  return shown.namespaceURI === wanted.namespaceURI && shown.id === wanted.id
    && shown.getAttribute("type") === wanted.getAttribute("type")
    && ![shown, wanted].some((node) => isCode(node) || isSheet(node));
}

/// The longest common subsequence of two lists, as pairs of indices. Of lists too long to compare: what they have in
/// common at their ends.
function common(a, b) {
  let start = 0;
  let [aEnd, bEnd] = [a.length, b.length];
  while (start < aEnd && start < bEnd && a[start] === b[start]) start += 1;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) [aEnd, bEnd] = [aEnd - 1, bEnd - 1];
  const found = Array.from({ length: start }, (_, index) => [index, index]);
  const [rows, columns] = [aEnd - start, bEnd - start];
  if (rows * columns <= 1_000_000) {
    const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
    for (let i = rows - 1; i >= 0; i -= 1) {
      for (let j = columns - 1; j >= 0; j -= 1) {
        lengths[i][j] = a[start + i] === b[start + j]
          ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns; ) {
      if (a[start + i] === b[start + j]) found.push([start + i++, start + j++]);
      else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
      else j += 1;
    }
  }
  for (let i = aEnd, j = bEnd; i < a.length; i += 1, j += 1) found.push([i, j]);
  return found;
}

// --- The new page in place of the old one ---

/// Scripts of the page before, by their keys: none runs twice.
let ran = [];

function morph(node, wanted) {
  const was = origins.get(node);
  if (was && key(was) === key(wanted) || isClient(node)) return;
  if (!isElement(node)) setText(node, wanted.nodeValue);
  else {
    morphAttributes(node, wanted, was);
    if (node.nodeName === "TEMPLATE") node.innerHTML = wanted.innerHTML;
    else morphChildren(node, wanted, was);
  }
  origins.set(node, wanted);
}

/// Only what differs is replaced, so that a selection in the rest stays.
function setText(node, text) {
  const old = node.nodeValue;
  let [start, end] = [0, 0];
  while (start < old.length && old[start] === text[start]) start += 1;
  while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  if (old !== text) node.replaceData(start, old.length - start - end, text.slice(start, text.length - end));
}

function morphAttributes(node, wanted, was) {
  for (const name of new Set([...node.getAttributeNames(), ...wanted.getAttributeNames()])) {
    const attribute = wanted.getAttributeNode(name);
    // Where it is not known what was served, whether something is open is the reader's.
    const isKept = was ? was.getAttribute(name) === (attribute?.value ?? null)
      : name === "open" && ["DETAILS", "DIALOG"].includes(node.nodeName);
    if (isKept || node.getAttribute(name) === attribute?.value) continue;
    if (!attribute) node.removeAttribute(name);
    // A node, since names that a parser takes, as `@click`, are refused as strings.
    else node.setAttributeNode(document.importNode(attribute));
  }
}

function morphChildren(parent, to, was) {
  const all = [...parent.childNodes];
  // Scripts and extensions hang their own elements at the ends of the page; those stay, if all else is known.
  const isRoot = [document.documentElement, document.head, document.body].includes(parent);
  const isComplete = was
    && all.filter((node) => origins.has(node) && !replaced.has(node)).length === was.childNodes.length;
  const isForeign = (node) => node === overlay.element || replaced.has(node)
    || (isRoot && isComplete && !origins.has(node));
  const foreign = new Set(all.filter(isForeign));
  const wanted = [...to.childNodes];
  const { found, moved } = pair(all.filter((node) => !foreign.has(node)), wanted);
  const stays = new Set([...foreign, ...found.values()]);
  for (const node of all) if (!stays.has(node)) remove(node);
  let place = parent.firstChild;
  for (const [index, node] of wanted.entries()) {
    while (place && (foreign.has(place) || moved.has(place) || replaced.has(place))) place = place.nextSibling;
    const kept = found.get(index);
    if (kept && kept === place) place = place.nextSibling;
    else insert(kept ?? copy(node), parent, place);
    if (kept) morph(kept, node);
  }
}

function insert(node, parent, place) {
  // What moves so keeps its focus, its scroll position, and plays on.
  if (node.parentNode === parent && parent.moveBefore) parent.moveBefore(node, place);
  else parent.insertBefore(node, place);
}

/// A node of a parsed page as one of this document, with its scripts made anew, since parsed ones never run.
function copy(node) {
  if (isClient(node)) return own;
  const holder = document.createDocumentFragment();
  holder.append(document.importNode(node, true));
  remember(holder.firstChild, node);
  for (const link of holder.querySelectorAll("link")) if (isSheet(link)) coming.push(link);
  for (const script of holder.querySelectorAll("script")) {
    if (ran.includes(key(script))) continue;
    const fresh = document.createElementNS(script.namespaceURI, "script");
    for (const attribute of script.attributes) fresh.setAttributeNode(attribute.cloneNode());
    fresh.textContent = script.textContent;
    // In their order, unless they say otherwise.
    fresh.async = script.hasAttribute("async");
    origins.set(fresh, origins.get(script));
    script.replaceWith(fresh);
  }
  return holder.firstChild;
}

// --- Stylesheets ---

/// Stylesheets that stay until those in their place have loaded, so that nothing flashes; each with the sheets that
/// were in the same way before it.
const replaced = new Map();
let [coming, going] = [[], []];

function remove(node) {
  if (isSheet(node)) {
    going.push(node);
    replaced.set(node, []);
  } else {
    node.remove();
  }
}

/// Ends an update: the old sheets go when the new ones are there.
function finishSheets() {
  const [sheets, old] = [coming, going];
  [coming, going] = [[], []];
  Promise.all(sheets.map(loaded)).then(() => old.forEach(retire));
}

function loaded(link) {
  return new Promise((resolve) => {
    for (const name of ["load", "error"]) link.addEventListener(name, resolve, { once: true });
    // One that is taken away while it loads says nothing.
    setTimeout(resolve, 5000);
  });
}

function retire(link) {
  replaced.get(link)?.forEach(retire);
  replaced.delete(link);
  link.remove();
}

function swapStyle({ old, new: fresh }) {
  for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
    if (new URL(link.href, location.href).pathname !== old || replaced.has(link)) continue;
    const next = link.cloneNode();
    next.setAttribute("href", fresh);
    // It is that of the old sheet; the page that comes next says the new one.
    next.removeAttribute("integrity");
    const origin = origins.get(link)?.cloneNode();
    origin?.setAttribute("href", fresh);
    if (origin) origins.set(next, origin);
    const older = [...replaced.keys()].filter((other) => other.nextSibling === link);
    replaced.set(link, older);
    link.after(next);
    loaded(next).then(() => retire(link));
  }
}
