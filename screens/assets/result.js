// The verdict of one part, and its picture with what was found on it. Text is only ever set as text, never as HTML.

// Streamlit calls this again for every new `data`; nothing here outlives a call.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".mb-result");
  const sameAsBefore = root.dataset.shown === JSON.stringify(data);
  if (sameAsBefore) return;
  root.dataset.shown = JSON.stringify(data);
  root.replaceChildren(...(data.part ? [card(data.part), evidence(data.part)] : [invitation(data)]));
}

function card(part) {
  const words = html("div", "mb-word", part.word);
  words.dataset.long = String(part.word.length > 7);
  const element = html(
    "section",
    `mb-card mb-${part.verdict}`,
    html("p", "mb-heading", part.heading),
    html("div", "mb-answer", shape(part.verdict), words),
    html("p", "mb-why", part.sentences[0]),
  );
  element.setAttribute("role", "status");
  element.dataset.verdict = part.verdict;
  element.dataset.sequence = part.sequence;
  return element;
}

function invitation(data) {
  const element = html("section", "mb-card mb-none", html("p", "mb-word", data.title), html("p", "mb-why", data.how));
  element.dataset.verdict = "";
  element.dataset.sequence = "0";
  return element;
}

function evidence(part) {
  const reasons = html("div", "mb-reasons");
  if (part.sentences.length > 1) {
    reasons.append(html("ul", "", ...part.sentences.slice(1).map((sentence) => html("li", "", sentence))));
  }
  if (part.remedy) reasons.append(html("p", "mb-remedy", part.remedy));
  const element = html("section", "mb-evidence", part.picture ? picture(part) : html("div", "mb-no-picture"), reasons);
  return element;
}

function picture(part) {
  const { address, width_px: width, height_px: height, description } = part.picture;
  const image = html("img", "");
  Object.assign(image, { src: address, alt: description, width, height });
  const overlay = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": description });
  const size = width / 21;
  for (const mark of part.marks) overlay.append(...box(mark, size, width, height));
  return html("figure", "mb-picture", image, overlay);
}

function box(mark, size, width, height) {
  const [x1, y1, x2, y2] = mark.xyxy;
  const margin = size / 5;
  const frame = {
    x: Math.max(x1 - margin, 1),
    y: Math.max(y1 - margin, 1),
    width: Math.min(x2 + margin, width - 1) - Math.max(x1 - margin, 1),
    height: Math.min(y2 + margin, height - 1) - Math.max(y1 - margin, 1),
  };
  const labelWidth = size * (0.58 * mark.label.length + 0.8);
  const above = frame.y - size * 1.45;
  const x = Math.max(0, Math.min(frame.x - size / 10, width - labelWidth));
  const y = above >= 0 ? above : Math.min(frame.y + frame.height + size * 0.1, height - size * 1.35);
  const text = svg("text", { x: x + size * 0.4, y: y + size * 0.98, "font-size": size, class: "mb-mark-text" });
  text.textContent = mark.label;
  const kind = `mb-mark-${mark.kind}`;
  return [
    svg("rect", { ...frame, class: "mb-mark-halo" }),
    svg("rect", { ...frame, class: `mb-mark ${kind}` }),
    svg("rect", { x, y, width: labelWidth, height: size * 1.35, rx: size / 5, class: `mb-mark-plate ${kind}` }),
    text,
  ];
}
