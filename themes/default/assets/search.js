// Loads the shard of each typed word, then what is shown of the best documents. The manual has the format, under
// "Search"; words are as in FoldedWords.swift.
(() => {
  const get = (id) => document.getElementById(id);
  const form = get("search"), input = form.elements.q, list = get("results");
  const status = get("searchStatus"), more = get("moreResults");
  const { pieces, version, shards, count } = form.dataset;
  const noSpaces = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const weights = [1, 1.6, 2.2, 2.8, 4, 5.5, 8, 10];
  const arrivals = {}, loaded = {};
  let found = [], shown = 0, asked = 0, pause;

  window.presstimeSearch = (name, content) => arrivals[name](content);

  const load = (name) => loaded[name] ??= new Promise((resolve, reject) => {
    arrivals[name] = resolve;
    const script = document.createElement("script");
    script.src = pieces.replace(/w0\.js$/, `${name}.js?${version}`);
    script.onerror = () => { delete loaded[name]; reject(); };
    document.head.append(script);
  });

  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/ς/g, "σ")
    .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u3099\u309a]/g, "");

  // Scripts without spaces: pairs of characters.
  const words = (text) => [...new Set((fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).flatMap((run) => {
    const terms = [];
    let last;
    for (const char of run) {
      const apart = noSpaces.test(char), join = last && apart === noSpaces.test(last);
      if (!join) terms.push(char);
      else if (!apart) terms.push(terms.pop() + char);
      else if (terms.at(-1) === last) terms.push(terms.pop() + char);
      else terms.push(last + char);
      last = char;
    }
    return terms;
  }))];

  const shard = (word) => {
    let hash = 0x811c9dc5, length = 0;
    for (const char of word) {
      hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
      if (++length === 3 || noSpaces.test(char)) break;
    }
    return "w" + ((hash ^ (hash >>> 16)) & (shards - 1));
  };

  // [document, weight] for each posting of one word.
  const postings = (text) => {
    const all = [];
    let doc = -1, number = 0, place = 1;
    for (const char of text) {
      const digit = digits.indexOf(char);
      number += (digit & 31) * place;
      place *= 32;
      if (digit > 31) continue;
      doc += (number >> 3) + 1;
      all.push([doc, weights[number & 7]]);
      number = 0;
      place = 1;
    }
    return all;
  };

  // Document → how well it fits one word; longer words that begin like it count half.
  const matches = async (word) => {
    const text = await load(shard(word)), scores = new Map();
    const isBeginning = [...word].length > 2 || noSpaces.test(word);
    for (let at = text.indexOf(" " + word); at >= 0; at = text.indexOf(" " + word, at + 1)) {
      const end = text.indexOf(" ", at + 1);
      const [whole, rest] = text.slice(at + 1, end < 0 ? undefined : end).split(":");
      if (whole !== word && !isBeginning) continue;
      const own = postings(rest), rarity = Math.log(1 + count / own.length) * (whole === word ? 1 : 0.5);
      for (const [doc, weight] of own) scores.set(doc, Math.max(scores.get(doc) ?? 0, weight * rarity));
    }
    return scores;
  };

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  const show = async (request) => {
    const next = found.slice(shown, shown + 10);
    const blocks = await Promise.all(next.map((doc) => load("d" + (doc >> 5))));
    if (request !== asked) return;
    if (!shown) list.replaceChildren();
    next.forEach((doc, index) => {
      const [url, title, summary] = blocks[index][doc & 31];
      const item = element("li", ""), link = element("a", title);
      link.href = url;
      item.append(link, element("p", summary));
      list.append(item);
    });
    shown += next.length;
    more.hidden = shown >= found.length;
  };

  const search = async () => {
    const request = ++asked, query = input.value.trim(), terms = words(query);
    try {
      history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
      const each = await Promise.all(terms.map(matches));
      if (request !== asked) return;
      const scores = new Map();
      let most = 0;
      for (const [doc, score] of each.flatMap((own) => [...own])) {
        const [hits, sum] = scores.get(doc) ?? [0, 0];
        scores.set(doc, [hits + 1, sum + score]);
        most = Math.max(most, hits + 1);
      }
      found = [...scores].filter(([, [hits]]) => hits === most)
        .sort(([a, [, x]], [b, [, y]]) => y - x || b - a).map(([doc]) => doc);
      shown = 0;
      await show(request);
      if (request !== asked) return;
      status.textContent = !terms.length ? "" : !most ? form.dataset.nothing
        : (most < terms.length ? form.dataset.some : form.dataset.found) + " " + found.length;
    } catch {
      if (request === asked) status.textContent = form.dataset.failed;
    }
  };

  input.oninput = () => { clearTimeout(pause); pause = setTimeout(search, 120); };
  form.onsubmit = (event) => { event.preventDefault(); input.oninput(); };
  more.onclick = async () => {
    const first = shown;
    await show(asked);
    list.children[first]?.firstChild.focus();
  };

  // Arrows go from the field through the results and back, Escape at once.
  document.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1], Escape: at ? input : null }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) search();
})();
