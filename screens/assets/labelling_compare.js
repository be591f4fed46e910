// What is drawn beside what the station found, or beside another drawing of the same picture: two views that move together.

function openCompare(texts) {
  const choice = html("select", "mb-label-piles");
  const said = html("p", "mb-label-differs");
  const canvas = html("canvas", "mb-label-canvas");
  const layer = svg("svg", { class: "mb-label-layer" });
  const stage = html("div", "mb-label-stage mb-label-second", canvas, layer);
  const element = html("div", "mb-label-compare", html("div", "mb-label-compare-top", choice, said), stage);
  element.hidden = true;
  said.setAttribute("role", "status");
  let sides = [];
  const view = openView(stage, canvas, () => {});
  let paintAgain = () => {};
  choice.onchange = () => paintAgain();

  return {
    element,
    isShown: () => !element.hidden,
    show(isShown) {
      element.hidden = !isShown;
    },
    load: (address, size) => view.load(address, size.width, size.height),
    // `found` is null where the picture was never inspected.
    offer({ drawings, found }, language, onChange) {
      const words = texts();
      const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
      sides = [
        ...(found ? [{ words: words.station_found, shapes: found }] : []),
        ...drawings.map((one) => ({ words: `${words[`state_${one.state}`]} · ${time.format(new Date(one.at))}`, shapes: one.shapes })).toReversed(),
      ];
      choice.setAttribute("aria-label", words.compare_with);
      choice.replaceChildren(...sides.map((side, index) => Object.assign(html("option", "", side.words), { value: index })));
      paintAgain = onChange;
    },
    paint({ shapes, box, perPx, classes, wordOf }) {
      const side = sides[Number(choice.value) || 0];
      const words = texts();
      const others = (side?.shapes ?? []).map(toldShape);
      const [onlyHere, onlyThere] = [unlike(shapes, others), unlike(others, shapes)];
      const same = !onlyHere.length && !onlyThere.length;
      const told = words.differ.replace("{here}", onlyHere.length).replace("{there}", onlyThere.length);
      said.textContent = side ? (same ? words.same : told) : words.nothing_to_compare;
      view.follow(box);
      layer.setAttribute("viewBox", view.box().join(" "));
      const known = { classes, wordOf, perPx, chosen: null };
      layer.replaceChildren(...others.map((one) => drawnShape(one, { ...known, look: onlyThere.includes(one) ? "differs" : "kept" })));
    },
    close: () => view.close(),
  };
}
