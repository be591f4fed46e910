// Points on a picture: the two ends of a known length, or areas that are judged or left out. A picture is shown by its
// address; points are in its pixels. What was drawn goes to the page as `drawn`, with the name of the picture it is on.

const STEP_PX = 1;
const FAR_STEP_PX = 10;
const LOUPE_TIMES = 4;
const drawings = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away. The same
// `doc` keeps what a person drew, a new one begins with what `data` says.
export default function (component) {
  const root = component.parentElement.querySelector(".mb-points");
  if (!drawings.has(root)) drawings.set(root, openDrawing(root));
  const drawing = drawings.get(root);
  drawing.show(component);
  return () => {
    drawings.delete(root);
    drawing.close();
  };
}

function openDrawing(root) {
  const bar = html("div", "mb-points-bar");
  const stage = html("div", "mb-points-stage");
  const surface = svg("svg", { class: "mb-points-picture" });
  const image = svg("image", { x: 0, y: 0 });
  const layer = svg("g", {});
  const loupe = openLoupe();
  const hint = html("p", "mb-points-hint");
  const cross = html("span", "mb-points-cross");
  surface.append(image, layer);
  stage.append(surface, cross, loupe.element);
  root.replaceChildren(bar, stage, hint);
  bar.setAttribute("role", "toolbar");
  stage.tabIndex = 0;
  hint.setAttribute("role", "status");

  let component = null;
  let doc = null;
  let shapes = []; // each { kind: "line" | "in" | "out", points, open }
  let chosen = null; // "shape:point"
  const zoom = openZoom(stage, surface, { onTap: tap, onDrag: drag, onView: draw });

  function isLine() {
    return component.data.shape === "line";
  }

  function send() {
    const done = shapes.filter((shape) => !shape.open).map(({ kind, points }) => ({ kind, points }));
    component.setStateValue("drawn", { doc, shapes: done });
  }

  function pick(name) {
    const [shape, point] = name.split(":").map(Number);
    return { shape: shapes[shape], point };
  }

  function tap(grip, place, raw) {
    const unfinished = shapes.find((shape) => shape.open);
    if (unfinished && !isLine()) {
      const first = `${shapes.indexOf(unfinished)}:0`;
      if (grip === first && unfinished.points.length > 2) return finish();
      if (grip === null) addTo(unfinished, place, raw);
    } else if (grip !== null) {
      chosen = grip;
    } else if (isLine()) {
      const line = (shapes[0] ??= { kind: "line", points: [], open: true });
      if (line.points.length < 2) addTo(line, place, raw);
    } else {
      chosen = null;
    }
    draw();
    focusChosen();
  }

  function addTo(shape, place, raw) {
    const [width, height] = [component.data.picture.width_px, component.data.picture.height_px];
    if (isLine() && (raw[0] < 0 || raw[1] < 0 || raw[0] > width || raw[1] > height)) return;
    shape.points.push(place);
    chosen = `${shapes.indexOf(shape)}:${shape.points.length - 1}`;
    if (isLine() && shape.points.length === 2) {
      shape.open = false;
      send();
    }
    draw();
  }

  function begin(kind) {
    shapes = shapes.filter((shape) => !shape.open);
    shapes.push({ kind, points: [], open: true });
    chosen = null;
    draw();
    stage.focus({ preventScroll: true });
  }

  function finish() {
    const shape = shapes.find((one) => one.open);
    if (!shape || shape.points.length < 3) return;
    shape.open = false;
    chosen = null;
    draw();
    send();
  }

  function drag(grip, place, isDone) {
    const { shape, point } = pick(grip);
    shape.points[point] = place;
    chosen = grip;
    draw();
    loupe.show(place, zoom.perPx() * LOUPE_TIMES, stage);
    if (isDone) {
      loupe.hide();
      focusChosen();
      if (!shape.open) send();
    }
  }

  function remove() {
    if (chosen === null) return;
    const { shape, point } = pick(chosen);
    if (isLine() || shape.open || shape.points.length > 3) shape.points.splice(point, 1);
    else shape.points = [];
    shape.open ||= isLine();
    shapes = shapes.filter((one) => one.points.length || (one.open && !isLine()));
    chosen = null;
    draw();
    send();
    stage.focus({ preventScroll: true });
  }

  function removeShape() {
    if (chosen === null) return;
    shapes.splice(Number(chosen.split(":")[0]), 1);
    chosen = null;
    draw();
    send();
  }

  function onKey(event) {
    const far = event.shiftKey ? FAR_STEP_PX : STEP_PX;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = arrows[event.key];
    const onPoint = event.target.closest?.("[data-grip]");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way && onPoint) {
      const { shape, point } = pick(chosen);
      shape.points[point] = zoom.inside([shape.points[point][0] + way[0] * far, shape.points[point][1] + way[1] * far]);
      draw();
      loupe.show(shape.points[point], zoom.perPx() * LOUPE_TIMES, stage);
      if (!shape.open) send();
    } else if (way) zoom.moveBy(-way[0] * 8 * far, -way[1] * 8 * far);
    else if (event.key === "Delete" || event.key === "Backspace") remove();
    else if (event.key === "+" || event.key === "=") zoom.zoom(1.5);
    else if (event.key === "-") zoom.zoom(1 / 1.5);
    else if (event.key === "0") zoom.fit();
    else if (event.key === "Enter" || event.key === " ") tap(null, zoom.middle(), zoom.middle());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function focusChosen() {
    if (chosen !== null) layer.querySelector(`[data-grip="${chosen}"]`)?.focus({ preventScroll: true });
  }

  function draw() {
    if (!component) return;
    const had = layer.contains(document.activeElement) ? document.activeElement.dataset.grip : null;
    const size = 1 / zoom.perPx();
    layer.replaceChildren(...shapes.flatMap((shape, index) => drawn(shape, index, size)));
    if (had) layer.querySelector(`[data-grip="${had}"]`)?.focus({ preventScroll: true });
    paintBar();
    root.dataset.points = shapes.reduce((sum, shape) => sum + shape.points.length, 0);
    root.dataset.shapes = shapes.filter((shape) => !shape.open).length;
  }

  function drawn(shape, index, size) {
    const ends = shape.points.map((place) => place.join(",")).join(" ");
    const tag = shape.open || shape.kind === "line" ? "polyline" : "polygon";
    const isChosen = chosen?.startsWith(`${index}:`);
    const lines = ["mb-points-halo", `mb-points-line mb-points-${shape.kind}`].map((name) =>
      svg(tag, { points: ends, class: name, "data-chosen": String(Boolean(isChosen)) }),
    );
    const grips = shape.points.map((place, point) => grip(place, `${index}:${point}`, shape, point, size));
    return [...lines, ...grips];
  }

  function grip([x, y], name, shape, point, size) {
    const label = component.data.texts.point.replace("{number}", point + 1);
    const reach = svg("circle", { cx: x, cy: y, r: 24 * size, class: "mb-points-reach" });
    const ring = svg("circle", { cx: x, cy: y, r: 11 * size, class: `mb-points-ring mb-points-${shape.kind}` });
    const dot = svg("circle", { cx: x, cy: y, r: 1.5 * size, class: "mb-points-dot" });
    const element = svg("g", { "data-grip": name, tabindex: 0, role: "button", "aria-label": label }, reach, ring, dot);
    element.dataset.chosen = String(name === chosen);
    element.addEventListener("focus", () => {
      if (chosen === name) return;
      chosen = name;
      draw();
    });
    return element;
  }

  function paintBar() {
    const { texts } = component.data;
    const unfinished = isLine() ? undefined : shapes.find((shape) => shape.open);
    const buttons = [["zoom-in", "+", texts.zoom_in, () => zoom.zoom(1.6)], ["zoom-out", "−", texts.zoom_out, () => zoom.zoom(1 / 1.6)],
      ["whole", texts.whole, texts.whole, () => zoom.fit()]];
    if (unfinished) buttons.push(["finish", texts.finish, texts.finish, finish]);
    else if (!isLine()) {
      buttons.push(["begin-in", texts.begin_in, texts.begin_in, () => begin("in")]);
      buttons.push(["begin-out", texts.begin_out, texts.begin_out, () => begin("out")]);
    }
    buttons.push(["remove", texts.remove, texts.remove, remove]);
    if (!isLine()) buttons.push(["remove-area", texts.remove_area, texts.remove_area, removeShape]);
    const wanted = JSON.stringify([buttons.map(([name, label]) => [name, label]), chosen === null, unfinished?.points.length]);
    hint.textContent = hintFor(texts, unfinished);
    if (bar.dataset.wanted === wanted) return;
    bar.dataset.wanted = wanted;
    const had = bar.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    bar.replaceChildren(...buttons.map(([name, label, title, act]) => {
      const button = html("button", "", label);
      Object.assign(button, { type: "button", title, onclick: act });
      button.dataset.act = name;
      button.setAttribute("aria-label", title);
      button.disabled = (name.startsWith("remove") && chosen === null) || (name === "finish" && unfinished.points.length < 3);
      return button;
    }));
    if (had) bar.querySelector(`[data-act="${had}"]`)?.focus();
  }

  function hintFor(texts, unfinished) {
    if (isLine()) return [texts.first, texts.second, texts.done][shapes[0]?.points.length ?? 0];
    if (unfinished) return unfinished.points.length < 3 ? texts.corner : texts.close;
    return shapes.length ? texts.done : texts.first;
  }

  stage.addEventListener("keydown", onKey);
  layer.addEventListener("focusout", () => loupe.hide());

  return {
    show(newComponent) {
      component = newComponent;
      const { data } = component;
      stage.setAttribute("aria-label", data.picture.description);
      if (data.doc !== doc) {
        doc = data.doc;
        shapes = structuredClone(data.shapes).map((shape) => ({ ...shape, open: false }));
        chosen = null;
        for (const element of [image, loupe.image]) {
          element.setAttribute("href", data.picture.address);
          element.setAttribute("width", data.picture.width_px);
          element.setAttribute("height", data.picture.height_px);
        }
        root.dataset.doc = doc;
        zoom.setSize(data.picture.width_px, data.picture.height_px);
      }
      draw();
    },
    close: () => zoom.close(),
  };
}
