// Golden pictures, one after the other: what people drew, and what each of two models said. Arrow keys and large
// buttons flip; the last one is followed by the first. A touch shows a picture large. Text is only ever set as text, never as HTML.

const LENS = "M10.5,4 a6.5,6.5 0 1 0 0.01,0 M15.5,15.5 L21,21 M10.5,7.5 v6 M7.5,10.5 h6";
const flips = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".mb-flip");
  if (!flips.has(root)) flips.set(root, openFlip(root));
  const flip = flips.get(root);
  flip.show(data);
  return () => {
    flips.delete(root);
    flip.close();
  };
}

function openFlip(root) {
  let data = null;
  let shown = "";
  let at = 0;
  const before = html("button", "mb-flip-button");
  const next = html("button", "mb-flip-button");
  const count = html("b", "");
  const name = html("small", "");
  const said = html("p", "mb-flip-said");
  const where = html("div", "mb-flip-where", count, name, said);
  const sides = html("div", "mb-flip-sides");
  const legend = html("ul", "mb-flip-legend");
  const closer = openCloser(root.parentElement);
  where.setAttribute("role", "status");
  for (const [button, step] of [[before, -1], [next, 1]]) {
    button.type = "button";
    button.onclick = () => turn(step);
  }
  root.replaceChildren(html("div", "mb-flip-bar", before, where, next), sides, legend);

  function turn(step) {
    const every = data.pictures.length;
    at = (at + step + every) % every;
    paint();
  }

  function paint() {
    const { pictures, texts } = data;
    const picture = pictures[at];
    count.textContent = texts.count.replace("{number}", at + 1).replace("{count}", pictures.length);
    name.textContent = picture.name;
    said.textContent = [picture.deserves, picture.told_apart].filter(Boolean).join(" ");
    before.replaceChildren(html("span", "mb-flip-arrow", "◀"), html("span", "", texts.before));
    next.replaceChildren(html("span", "", texts.next), html("span", "mb-flip-arrow", "▶"));
    before.disabled = next.disabled = pictures.length < 2;
    root.dataset.at = at;
    sides.dataset.count = picture.sides.length;
    sides.replaceChildren(...picture.sides.map((side) => figure(picture, side, texts, () => enlarge(picture, side))));
  }

  function enlarge(picture, side) {
    const shown = { ...picture, description: `${side.model}: ${side.word}` };
    closer.open({ picture: shown, marks: side.marks, word: side.word, heading: side.model }, data.texts);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTextField(event.composedPath()[0])) return;
    if (document.querySelector("dialog[open], [role=dialog]") || !data || data.pictures.length < 2) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.composedPath().some((one) => one.getAttribute?.("role") === "radiogroup")) return;
    event.preventDefault();
    turn(step);
  }

  document.addEventListener("keydown", onKey);
  return {
    show(newData) {
      const now = JSON.stringify(newData);
      if (now === shown) return;
      shown = now;
      data = newData;
      at = Math.min(at, data.pictures.length - 1);
      const entries = [["truth", data.texts.legend_truth], ["within", data.texts.legend_found], ["fail", data.texts.legend_missed], ["review", data.texts.legend_wrong]];
      legend.replaceChildren(...entries.map(([kind, words]) => entry(kind, words)));
      paint();
    },
    close() {
      document.removeEventListener("keydown", onKey);
      closer.remove();
    },
  };
}

function entry(kind, words) {
  const sign = html("i", `mb-flip-sign mb-flip-${kind}`);
  sign.setAttribute("aria-hidden", "true");
  return html("li", "", sign, words);
}

function figure(picture, side, texts, enlarge) {
  const { width_px: width, height_px: height } = picture;
  const head = html("span", "mb-flip-verdict", shape(side.verdict), html("b", "", side.word));
  const words = html("figcaption", "", html("span", "mb-flip-model", side.model), head, html("span", "", side.lines.join(", ")));
  const image = html("img", "");
  Object.assign(image, { src: picture.address, alt: `${side.model}: ${side.word}. ${side.lines.join(", ")}`, width, height });
  image.onerror = () => image.replaceWith(html("p", "mb-flip-none", texts.no_picture));
  const overlay = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const letters = width / 28;
  const truths = picture.truths.flatMap((one) => truth(one, letters, width, height));
  overlay.append(...truths, ...drawnMarks(side.marks, width, height, letters));
  const opener = html("button", "mb-picture-opener", svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: LENS })));
  opener.type = "button";
  opener.setAttribute("aria-label", `${side.model}: ${texts.enlarge}`);
  opener.onclick = enlarge;
  const element = html("figure", "mb-flip-side", words, html("div", "mb-flip-picture", image, overlay, opener));
  element.dataset.verdict = side.verdict;
  element.dataset.right = side.is_right;
  return element;
}

// Outside the frame of what was found there, so that a small one is not covered by it.
function truth({ xyxy, outline }, size, width, height) {
  const [left, top, right, bottom] = xyxy;
  if (outline && Math.min(right - left, bottom - top) > 3 * size) {
    const points = outline.map((corner) => corner.join(",")).join(" ");
    return ["mb-truth-halo", "mb-truth"].map((className) => svg("polygon", { points, class: className }));
  }
  const { x, y, width: wide, height: high } = frameOf({ xyxy }, size, width, height);
  const gap = size / 4;
  const frame = { x: x - gap, y: y - gap, width: wide + 2 * gap, height: high + 2 * gap, rx: gap };
  return ["mb-truth-halo", "mb-truth"].map((className) => svg("rect", { ...frame, class: className }));
}
