// Parts that were found, each on a card: a touch opens it. Text is only ever set as text, never as HTML.

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".mb-found");
  const shown = JSON.stringify([data.parts, data.title]);
  if (root.dataset.shown === shown) return;
  root.dataset.shown = shown;
  root.setAttribute("aria-label", data.title);
  root.replaceChildren(...data.parts.map((part) => html("li", "", card(part, () => setTriggerValue("chosen", part.sequence)))));
  const last = root.querySelector(`[data-entry="${data.last}"]`);
  if (last) {
    last.scrollIntoView({ block: "center" });
    last.focus({ preventScroll: true });
  }
}

function card(part, choose) {
  const heading = html("span", "mb-found-verdict", shape(part.verdict), html("b", "", part.word));
  const where = html("span", "mb-found-where", html("b", "", part.entry), ...(part.job ? [html("span", "", part.job)] : []));
  const words = html("span", "mb-found-words", heading, where, html("span", "mb-found-moment", part.moment));
  if (part.why) words.append(html("span", "mb-found-why", part.why));
  if (part.withdrawn) words.append(html("span", "mb-found-withdrawn", part.withdrawn));
  if (part.master) words.append(masterSaid(part.master));
  const element = html("button", "", thumbnail(part), words);
  element.type = "button";
  element.dataset.entry = part.sequence;
  element.dataset.verdict = part.verdict;
  element.onclick = choose;
  return element;
}

function masterSaid({ verdict, said }) {
  const element = html("span", "mb-found-master", shape(verdict), html("span", "", said));
  element.dataset.master = verdict;
  return element;
}

function thumbnail(part) {
  if (!part.address) return html("span", "mb-found-no-picture", "–");
  const image = html("img", "");
  Object.assign(image, { src: part.address, alt: "", loading: "lazy" });
  return image;
}
