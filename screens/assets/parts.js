// The last parts as small pictures, and how many had which verdict. A touch on a part shows it again.

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".mb-parts");
  root.replaceChildren(counters(data), strip(data, (sequence) => setTriggerValue("chosen", sequence)));
}

function counters(data) {
  const element = html("dl", "mb-counts");
  for (const { verdict, word, count } of data.counts) {
    const number = html("dd", "", count);
    number.dataset.count = verdict;
    element.append(html("div", "", shape(verdict), html("dt", "", word), number));
  }
  return html("div", "mb-counted", html("p", "", data.counted), element);
}

function strip(data, choose) {
  const element = html("ol", "mb-strip");
  element.setAttribute("aria-label", data.title);
  for (const part of data.parts) {
    const button = html("button", "", thumbnail(part), shape(part.verdict));
    const name = html("span", "", html("b", "", data.number.replace("{number}", part.sequence)), " ", part.withdrawn || part.word);
    if (part.serial) name.append(html("small", "", part.serial));
    button.type = "button";
    button.dataset.part = part.sequence;
    button.dataset.verdict = part.verdict;
    button.title = [part.time, part.withdrawn, part.serial].filter(Boolean).join(" · ");
    button.dataset.withdrawn = String(Boolean(part.withdrawn));
    button.setAttribute("aria-current", String(part.sequence === data.shown));
    button.append(name);
    if (part.master) button.append(sign(part.master));
    button.onclick = () => choose(part.sequence);
    element.append(html("li", "", button));
  }
  return element;
}

// A part on which the master spoke: his verdict as a second, smaller shape.
function sign({ verdict, said }) {
  const element = html("i", "mb-master-sign", shape(verdict));
  element.dataset.master = verdict;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", said);
  element.title = said;
  return element;
}

function thumbnail(part) {
  if (!part.address) return html("div", "mb-no-picture");
  const image = html("img", "");
  Object.assign(image, { src: part.address, alt: "" });
  return image;
}
