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
  const closer = openCloser(root.parentElement);

  function render(part, texts) {
    const wanted = JSON.stringify([part, texts]);
    if (wanted === shown) return;
    shown = wanted;
    const back = () => component.setTriggerValue("back", Date.now());
    const enlarge = (wanted) => closer.open(wanted, component.data.texts);
    root.replaceChildren(...(part ? [card(part, texts, back), evidence(part, texts, enlarge)] : [invitation(texts)]));
  }

  // What is known of the parts before comes with the page only, after the verdict; the card stays as it is.
  function advise(advice) {
    const reasons = root.querySelector(".mb-reasons");
    const old = reasons?.querySelector(".mb-again");
    if (!reasons || (old?.textContent ?? "") === advice) return;
    old?.remove();
    if (advice) reasons.prepend(html("p", "mb-remedy mb-again", advice));
    if (reasons.firstChild) reasons.tabIndex = 0;
  }

  function onRecorded(event) {
    if (!component || event.detail.sequence <= newest) return;
    newest = event.detail.sequence;
    closer.close(); // a picture of an earlier part would hide the new verdict
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
      advise(component.data.advice);
    },
    close() {
      document.removeEventListener("mb-part", onRecorded);
      closer.remove();
    },
  };
}

function card(part, texts, back) {
  const words = html("div", "mb-word", part.word);
  words.dataset.long = String(part.word.includes(" ") || part.word.length > 6);
  const element = html(
    "section",
    `mb-card mb-${part.verdict}`,
    html("p", "mb-heading", part.heading),
    html("div", "mb-answer", shape(part.verdict), words),
    html("p", "mb-why", part.sentences[0]),
  );
  if (part.grade) element.querySelector(".mb-answer").append(html("span", "mb-grade", part.grade));
  element.dataset.withdrawn = String(Boolean(part.withdrawn));
  if (part.withdrawn) element.append(html("p", "mb-withdrawn-line", part.withdrawn));
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

function evidence(part, texts, enlarge) {
  const reasons = html("div", "mb-reasons");
  if (part.sentences.length > 1) {
    reasons.append(html("ul", "", ...part.sentences.slice(1).map((sentence) => html("li", "", sentence))));
  }
  if (part.remedy) reasons.append(html("p", "mb-remedy", ...withCommands(part.remedy)));
  for (const said of part.coverage) reasons.append(html("p", "mb-coverage", said));
  if (reasons.firstChild) reasons.tabIndex = 0; // it may scroll, and the keyboard has to get there
  const seen = part.picture ? picture(part, texts, enlarge) : html("div", "mb-no-picture", texts.no_picture);
  return html("section", "mb-evidence", seen, reasons);
}

// A touch opens the picture large.
function picture(part, texts, enlarge) {
  const { address, width_px: width, height_px: height, description } = part.picture;
  const image = html("img", "");
  Object.assign(image, { src: address, alt: description, width, height });
  const overlay = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  overlay.append(...drawnMarks(part.marks, width, height, width / 23, [loupeOn(width, height)]));
  const opener = html("button", "mb-picture-opener", svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: MAGNIFIER })));
  opener.type = "button";
  opener.setAttribute("aria-label", texts.enlarge);
  opener.title = texts.enlarge;
  opener.onclick = () => enlarge(part);
  return html("figure", "mb-picture", image, overlay, opener);
}

const MAGNIFIER = "M10.5,4 a6.5,6.5 0 1 0 0.01,0 M15.5,15.5 L21,21 M10.5,7.5 v6 M7.5,10.5 h6";

// About where the button that shows the picture large stands on it, in the lower right corner.
function loupeOn(width, height) {
  const side = width / 5;
  return { x: width - side, y: height - side, width: side, height: side };
}
