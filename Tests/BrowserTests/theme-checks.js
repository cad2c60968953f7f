// What a page is held to: a list of what is wrong with it, in words. Put into the page by `ThemeTests`.
(() => {
  const problems = [];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const told = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  // Structure (WCAG 1.3.1, 2.4.2, 3.1.1)
  if (!document.documentElement.lang) problems.push("the page has no language");
  if (!document.title.trim()) problems.push("the page has no title");
  if (all("main").length !== 1) problems.push(`${all("main").length} main elements`);
  if (all("h1").length !== 1) problems.push(`${all("h1").length} h1 elements`);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push(`h${next} after h${level}: ${told(heading)}`);
    level = next;
  }
  const ids = all("[id]").map((element) => element.id);
  for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) problems.push(`two ids "${id}"`);
  for (const nav of all("nav")) {
    if (!nav.getAttribute("aria-label") && !nav.getAttribute("aria-labelledby")) {
      problems.push(`a nav without a name: ${told(nav)}`);
    }
  }
  for (const element of all("[aria-labelledby], [aria-describedby], [aria-controls]")) {
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
      for (const id of (element.getAttribute(name) ?? "").split(/\s+/).filter(Boolean)) {
        if (!document.getElementById(id)) problems.push(`${name} names nothing: ${told(element)}`);
      }
    }
  }

  // Names (WCAG 1.1.1, 2.4.4, 4.1.2)
  for (const element of all("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
    const images = all("img[alt]", element).map((image) => image.alt).join(" ");
    const named = (element.getAttribute("aria-labelledby") ?? "")
      .split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const own = element.matches("input, select, textarea") ? "" : element.textContent;
    const name = [element.getAttribute("aria-label"), named, labels, own, images].join(" ");
    if (!name.trim()) problems.push(`nothing names ${told(element)}`);
  }
  for (const image of all("img")) {
    if (!image.hasAttribute("alt")) problems.push(`no alt: ${told(image)}`);
    if (!image.hasAttribute("width") || !image.hasAttribute("height")) problems.push(`no size: ${told(image)}`);
  }

  // Contrast (WCAG 1.4.3)
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (color, ground) => {
    canvas.fillStyle = `rgb(${ground.join(" ")})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const groundOf = (element) => {
    const chain = [];
    for (let up = element; up; up = up.parentElement) chain.push(getComputedStyle(up).backgroundColor);
    return chain.reverse().reduce((ground, color) => over(color, ground), [255, 255, 255]);
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(element) || element.closest("script, style, noscript")) continue;
    seen.add(element);
    if (!isShown(element)) continue;
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const [one, other] = [over(style.color, ground), ground].map(luminance);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) problems.push(`contrast ${ratio.toFixed(2)}: ${told(element)}`);
  }

  // Edges of fields (WCAG 1.4.11)
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (!isShown(field)) continue;
    const style = getComputedStyle(field);
    const ground = groundOf(field.parentElement);
    const ratios = [style.borderTopColor, style.backgroundColor].map((color) => {
      const [one, other] = [over(color, ground), ground].map(luminance);
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    });
    if (Math.max(...ratios) < 3) problems.push(`the edge of a field, ${ratios}: ${told(field)}`);
  }

  // Reflow and the keyboard (WCAG 1.4.10, 2.1.1)
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const wide = all("body *").filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1);
    problems.push(`the page is wider than the window: ${wide.slice(0, 3).map(told).join("; ")}`);
  }
  for (const element of all("body *")) {
    const style = getComputedStyle(element);
    const scrolls = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    if (scrolls && element.tabIndex < 0 && !element.querySelector("a[href], button, input, [tabindex]")) {
      problems.push(`scrolls, but not by keyboard: ${told(element)}`);
    }
  }
  return problems;
})()
