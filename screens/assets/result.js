// The verdict of one part, and its picture with what was found on it. Text is only ever set as text, never as HTML.

const results = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away. A part
// that was just recorded comes by the event `mb-part`, before Streamlit has run the page again.
export default function (component) {
  const root = component.parentElement.querySelector(".mb-result");
  if (!results.has(root)) results.set(root, openResult(root));
  const result = results.get(root);
  result.show(component);
  return () => {
    results.delete(root);
    result.close();
  };
}

function openResult(root) {
  let component = null;
  let shown = "";
  let newest = 0;

  function render(part, texts) {
    const wanted = JSON.stringify([part, texts]);
    if (wanted === shown) return;
    shown = wanted;
    const back = () => component.setTriggerValue("back", Date.now());
    root.replaceChildren(...(part ? [card(part, texts, back), evidence(part, texts)] : [invitation(texts)]));
  }

  function onRecorded(event) {
    if (!component || event.detail.sequence <= newest) return;
    newest = event.detail.sequence;
    render(event.detail, component.data.texts);
  }

  document.addEventListener("mb-part", onRecorded);
  return {
    show(newComponent) {
      component = newComponent;
      const { part, texts } = component.data;
      if (part?.is_newest && part.sequence < newest) return; // the page was run before the part that is shown already
      newest = Math.max(newest, part?.sequence ?? 0);
      render(part, texts);
    },
    close: () => document.removeEventListener("mb-part", onRecorded),
  };
}

function card(part, texts, back) {
  const words = html("div", "mb-word", part.word);
  words.dataset.long = String(part.word.includes(" "));
  const element = html(
    "section",
    `mb-card mb-${part.verdict}`,
    html("p", "mb-heading", part.heading),
    html("div", "mb-answer", shape(part.verdict), words),
    html("p", "mb-why", part.sentences[0]),
  );
  if (part.grade) element.querySelector(".mb-answer").append(html("span", "mb-grade", part.grade));
  if (part.master) element.append(masterLine(part.master));
  if (!part.is_newest) {
    const button = html("button", "mb-back", texts.back);
    button.type = "button";
    button.onclick = back;
    element.classList.add("mb-earlier");
    element.append(button);
  }
  element.setAttribute("role", "status");
  element.dataset.verdict = part.verdict;
  element.dataset.sequence = part.sequence;
  return element;
}

// The master's word stands beside the verdict, which keeps its size, colour and place.
function masterLine({ verdict, said }) {
  const element = html("p", "mb-master-line", shape(verdict), html("span", "", said));
  element.dataset.master = verdict;
  return element;
}

function invitation(texts) {
  const element = html("section", "mb-card mb-none", html("p", "mb-word", texts.title), html("p", "mb-why", texts.how));
  element.dataset.verdict = "";
  element.dataset.sequence = "0";
  return element;
}

function evidence(part, texts) {
  const reasons = html("div", "mb-reasons");
  if (part.sentences.length > 1) {
    reasons.append(html("ul", "", ...part.sentences.slice(1).map((sentence) => html("li", "", sentence))));
  }
  if (part.remedy) reasons.append(html("p", "mb-remedy", ...withCommands(part.remedy)));
  for (const said of part.coverage) reasons.append(html("p", "mb-coverage", said));
  const seen = part.picture ? picture(part) : html("div", "mb-no-picture", texts.no_picture);
  return html("section", "mb-evidence", seen, reasons);
}

function picture(part) {
  const { address, width_px: width, height_px: height, description } = part.picture;
  const image = html("img", "");
  Object.assign(image, { src: address, alt: description, width, height });
  const overlay = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const size = width / 23;
  const boxes = part.marks.map((mark) => ({ ...mark, frame: frameOf(mark, size, width, height) }));
  const area = ({ frame }) => frame.width * frame.height;
  boxes.sort((a, b) => IMPORTANCE.indexOf(a.kind) - IMPORTANCE.indexOf(b.kind) || area(b) - area(a));
  const taken = boxes.map((mark) => mark.frame);
  const labels = boxes.flatMap((mark) => labelOf(mark, size, width, height, taken, taken.length - boxes.length));
  for (const mark of boxes.toReversed()) {
    if (mark.outline) {
      const points = mark.outline.map((corner) => corner.join(",")).join(" ");
      overlay.append(svg("polygon", { points, class: `mb-outline mb-mark-${mark.kind}` }));
    }
    overlay.append(svg("rect", { ...mark.frame, class: `mb-mark-halo mb-mark-halo-${mark.kind}` }));
    overlay.append(svg("rect", { ...mark.frame, class: `mb-mark mb-mark-${mark.kind}` }));
  }
  overlay.append(...labels);
  return html("figure", "mb-picture", image, overlay);
}

const CROWDED = 3; // with so many labels on the picture, one that finds no free place is left out
const IMPORTANCE = ["fail", "review", "within"];

function frameOf(mark, size, width, height) {
  const [x1, y1, x2, y2] = mark.xyxy;
  const [aside, above] = [x2 - x1, y2 - y1].map((extent) => Math.max(size / 5, (size - extent) / 2));
  const x = Math.max(x1 - aside, 1);
  const y = Math.max(y1 - above, 1);
  return { x, y, width: Math.min(x2 + aside, width - 1) - x, height: Math.min(y2 + above, height - 1) - y };
}

// The label stands above, below or beside its box, where it covers no other box or label. One that changed nothing in
// the verdict is left out where there is no room.
function labelOf(mark, size, width, height, taken, labelled) {
  const { frame } = mark;
  const own = { width: size * (0.5 * mark.label.length + 0.8), height: size * 1.35 };
  const gap = size * 0.12;
  const [above, below] = [frame.y - own.height - gap, frame.y + frame.height + gap];
  const middle = frame.y + frame.height / 2 - own.height / 2;
  const [left, centre, right] = [frame.x, frame.x + frame.width / 2 - own.width / 2, frame.x + frame.width - own.width];
  const places = [
    [left, above], [right, above], [centre, above], [left, below], [right, below], [centre, below],
    [frame.x + frame.width + gap, middle], [frame.x - own.width - gap, middle],
    [left, above - own.height], [left, below + own.height], [right, above - own.height], [right, below + own.height],
  ].map(([x, y]) => ({ ...own, x: between(x, 0, width - own.width), y: between(y, 0, height - own.height) }));
  const free = places.find((place) => !taken.some((other) => overlap(place, other)));
  if (!free && (mark.kind === "within" || labelled >= CROWDED)) return [];
  const plate = free ?? places[0];
  taken.push(plate);
  const text = svg("text", { x: plate.x + size * 0.4, y: plate.y + size * 0.98, "font-size": size, class: "mb-mark-text" });
  text.textContent = mark.label;
  return [svg("rect", { ...plate, rx: size / 5, class: "mb-mark-plate" }), text];
}

function between(value, lowest, highest) {
  return Math.max(lowest, Math.min(value, highest));
}

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
