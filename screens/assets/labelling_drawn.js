// How shapes look on the picture: a box or an outline with a dark edge, its name, and handles on the one that is chosen.

const COLOURS = ["#ffd400", "#3ddbff", "#ff7ad9", "#7dff6a", "#ff9c40", "#c9a4ff", "#ff6b6b", "#ffffff", "#66ffd1"];

function colourOf(classes, class_name) {
  return COLOURS[Math.max(0, classes.indexOf(class_name)) % COLOURS.length];
}

// `perPx` pixels of the screen are one of the picture; so letters and handles stay as large as they are.
function drawnShape(shape, { classes, wordOf, perPx, chosen, look = "" }) {
  const isChosen = chosen === shape.id;
  const colour = colourOf(classes, shape.class_name);
  const [x1, y1, x2, y2] = shape.xyxy;
  const kind = `${look || (shape.suggested ? "suggested" : "kept")}${isChosen ? " mb-label-chosen" : ""}`;
  const line = (className) =>
    shape.polygon
      ? svg("polygon", { points: pointsOf(shape.polygon), class: className })
      : svg("rect", { x: x1, y: y1, width: x2 - x1, height: y2 - y1, class: className });
  const body = svg("g", { class: `mb-label-shape mb-label-${kind}`, "data-shape": shape.id, "data-class": shape.class_name });
  body.style.setProperty("--mb-label-colour", colour);
  body.append(line("mb-label-halo"), line("mb-label-line"), nameOf(shape, wordOf(shape.class_name), perPx));
  if (isChosen && !look) body.append(...handlesOf(shape).map(({ place }) => handleOf(place, perPx)));
  return body;
}

function pointsOf(polygon) {
  return polygon.map((point) => point.join(",")).join(" ");
}

function nameOf({ xyxy: [x, y], suggested }, word, perPx) {
  const height = 15 / perPx;
  const text = svg("text", { x: x + 4 / perPx, y: y - 6 / perPx, "font-size": height, class: "mb-label-name" });
  text.append(suggested ? `${word} ?` : word);
  return text;
}

function handleOf([x, y], perPx) {
  return svg("circle", { cx: x, cy: y, r: 6 / perPx, class: "mb-label-handle" });
}

// An outline that is being drawn, up to where the pointer is.
function drawnOpen(points, pointer, perPx) {
  const ends = pointsOf(pointer ? [...points, pointer] : points);
  return [
    svg("polyline", { points: ends, class: "mb-label-halo" }),
    svg("polyline", { points: ends, class: "mb-label-line mb-label-open" }),
    ...points.map((point) => handleOf(point, perPx)),
  ];
}
