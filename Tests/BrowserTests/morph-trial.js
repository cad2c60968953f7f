// Runs inside the page: morphs random documents into others, and says what went wrong, or how many pages there were.

/// `make` gives the functions of `morph.js`, knowing of no node yet.
function trial(count, make) {
  let seed = 1;
  const random = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % limit;
  };
  const pick = (list) => list[random(list.length)];
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");

  function randomNodes(depth) {
    return Array.from({ length: random(6) }, () => {
      if (random(4) === 0) return "word " + random(5);
      if (random(12) === 0) return "<!-- " + random(3) + " -->";
      const id = random(4) === 0 ? ` id="i${random(8)}"` : "";
      const other = random(4) === 0 ? ` class="c${random(3)}"` : "";
      const name = pick(["div", "section", "span", "b", "template", "details open"]);
      return `<${name}${id}${other}>${depth > 0 ? randomNodes(depth - 1) : ""}</${name.split(" ")[0]}>\n`;
    }).join("");
  }

  /// The same page with some lines gone, doubled, in other places or changed, as an edit leaves it.
  function edited(text) {
    const lines = text.split("\n");
    for (let edits = 1 + random(4); edits > 0; edits -= 1) {
      const at = random(lines.length);
      const change = random(4);
      if (change === 0) lines.splice(at, 1);
      else if (change === 1) lines.splice(at, 0, lines[random(lines.length)] ?? "");
      else if (change === 2) lines.splice(random(lines.length), 0, ...lines.splice(at, 1));
      else lines[at] = (lines[at] ?? "").replace(/\d/, String(random(9)));
    }
    return lines.join("\n");
  }

  const whole = (body) =>
    `<html lang="l${random(3)}"><head><title>${random(9)}</title></head><body>${body}</body></html>`;
  let body = randomNodes(3);
  let tools = make();
  let known = null;
  for (let step = 1; step <= count; step += 1) {
    body = random(3) === 0 ? randomNodes(3) : edited(body);
    if (random(5) === 0) [tools, known] = [make(), null];
    const wanted = parse(whole(body));
    const before = document.documentElement.outerHTML;
    tools.morph(document.documentElement, wanted.documentElement);
    tools.finishSheets();
    const isSame = document.documentElement.outerHTML === wanted.documentElement.outerHTML;
    if (!isSame) {
      return `step ${step}, ${known ? "known" : "unknown"}: ${before}\nbecame ${document.documentElement.outerHTML}\n`
        + `instead of ${wanted.documentElement.outerHTML}`;
    }
    // What each node is said to stand for is what it is.
    const walker = document.createTreeWalker(document.documentElement);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      const origin = tools.origins.get(node);
      if (!origin?.isEqualNode(node)) return `step ${step}: ${node.outerHTML ?? node.data} is taken for another`;
    }
    known = wanted;
  }
  return count + " pages";
}
