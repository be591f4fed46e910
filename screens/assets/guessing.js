// A picture is judged before anybody's view of it is shown. The guess goes to the page, which answers with a lesson.
// Nothing is kept here or there.

const guesses = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function (component) {
  const root = component.parentElement.querySelector(".mb-guess");
  if (!guesses.has(root)) guesses.set(root, openGuess(root));
  const guess = guesses.get(root);
  guess.show(component);
  return () => {
    guesses.delete(root);
    guess.close();
  };
}

function openGuess(root) {
  let component = null;
  let entry = null; // the part that is shown
  let step = "verdict"; // or "class", "sent"

  const stage = html("div", "mb-guess-stage");
  const ask = html("section", "mb-guess-ask");
  const told = html("div", "mb-guess-told");
  const buttons = html("div", "mb-guess-buttons");
  told.setAttribute("role", "status");
  ask.append(told, buttons);
  root.replaceChildren(stage, ask);

  function data() {
    return component.data;
  }

  function paint() {
    const { lesson } = data();
    stage.replaceChildren(picture());
    buttons.replaceChildren(...(lesson ? [onward()] : step === "class" ? classes() : verdicts()));
    told.replaceChildren(...(lesson ? answered(lesson) : asked()));
  }

  function picture() {
    const { picture, lesson } = data();
    const surface = svg("svg", { viewBox: `0 0 ${picture.width_px} ${picture.height_px}`, role: "img", "aria-label": picture.alt });
    surface.append(svg("image", { href: picture.address, width: picture.width_px, height: picture.height_px }));
    for (const { xyxy, word } of lesson ? lesson.marks : []) surface.append(...mark(xyxy, word, picture));
    return surface;
  }

  function mark([x1, y1, x2, y2], word, { width_px, height_px }) {
    const grown = Math.max(width_px, height_px) / 100;
    const [x, y] = [x1 - grown, y1 - grown];
    const box = { x, y, width: x2 - x1 + 2 * grown, height: y2 - y1 + 2 * grown };
    const name = svg("title", {});
    name.textContent = word;
    const line = svg("rect", { ...box, class: "mb-guess-mark" });
    line.append(name);
    return [svg("rect", { ...box, class: "mb-guess-ground" }), line];
  }

  function asked() {
    const { texts } = data();
    return [html("h2", "", step === "class" ? texts.which : texts.question), html("p", "mb-guess-private", texts.private)];
  }

  function answered(lesson) {
    const said = html("p", "mb-guess-said", shape(lesson.verdict), html("span", "", lesson.said));
    said.dataset.agrees = String(lesson.agrees);
    return [said, html("p", "mb-guess-looks", lesson.looks)];
  }

  function verdicts() {
    const { texts, keys } = data();
    return ["PASS", "FAIL"].map((verdict) =>
      button("mb-guess-verdict", () => judge(verdict), shape(verdict), html("b", "", texts[verdict]), key(keys[verdict])),
    );
  }

  function classes() {
    const known = data().classes.map(({ name, word }, place) =>
      button("mb-guess-class", () => send("FAIL", name), key(place + 1), html("span", "", word)),
    );
    const other = button("mb-guess-class", () => send("FAIL", null), key(0), html("span", "", data().texts.other));
    const back = button("mb-guess-class", () => go("verdict"), html("span", "", data().texts.back));
    return [...known, other, back];
  }

  function onward() {
    const { texts, keys } = data();
    return button("mb-guess-onward", leave, html("b", "", texts.onward), key(keys.onward));
  }

  function judge(verdict) {
    if (verdict === "FAIL") go("class");
    else send("PASS", null);
  }

  function go(next) {
    step = next;
    paint();
    buttons.querySelector("button")?.focus({ preventScroll: true });
  }

  function send(verdict, name) {
    if (step === "sent") return;
    step = "sent";
    component.setTriggerValue("guess", { entry, verdict, class_name: name });
  }

  function leave() {
    component.setTriggerValue("onward", entry);
  }

  function onKey(event) {
    if (event.type !== "keydown" || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open], [role=dialog], [data-testid=stPopoverBody]")) return;
    const pressed = event.key.toUpperCase();
    const { keys, lesson, classes: known } = data();
    if (lesson) {
      if (pressed === keys.onward) leave();
    } else if (step === "verdict") {
      for (const verdict of ["PASS", "FAIL"]) if (pressed === keys[verdict]) judge(verdict);
    } else if (step === "class") {
      if (pressed === "ESCAPE") go("verdict");
      else if (pressed === "0") send("FAIL", null);
      else if (known[Number(pressed) - 1]) send("FAIL", known[Number(pressed) - 1].name);
    }
  }

  document.addEventListener("keydown", onKey);
  return {
    show(newComponent) {
      component = newComponent;
      if (entry !== data().entry) {
        entry = data().entry;
        step = "verdict";
      }
      paint();
      if (data().lesson) buttons.querySelector("button")?.focus({ preventScroll: true });
    },
    close() {
      document.removeEventListener("keydown", onKey);
    },
  };

  function key(sign) {
    const element = html("kbd", "mb-key", String(sign));
    element.setAttribute("aria-hidden", "true");
    return element;
  }

  function button(name, act, ...inside) {
    const element = html("button", name, ...inside);
    element.type = "button";
    element.onclick = act;
    return element;
  }
}
