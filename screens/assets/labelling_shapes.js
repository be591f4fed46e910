// What is drawn on a picture, in its pixels: { id, class_name, xyxy, polygon, made_by, suggested }. A suggestion is a shape
// that nobody has taken up yet. Nothing here changes a shape: each answer is a new one.

const LEAST_PX = 2; // a smaller box is a slip of the hand
const ALIKE = 0.5; // boxes of one class that share so much are the same defect
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
let lastId = 0;

function newShape(class_name, xyxy, made_by, more = {}) {
  lastId += 1;
  return { id: lastId, class_name, xyxy, polygon: null, made_by, suggested: false, ...more };
}

// As the station told it, and as it keeps it.
function toldShape({ class_name, xyxy, polygon, made_by }) {
  return newShape(class_name, xyxy, made_by, { polygon });
}

function plainShape({ class_name, xyxy, polygon, made_by }) {
  return { class_name, xyxy, polygon, made_by };
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}

function within(value, most) {
  return tenth(Math.max(0, Math.min(most, value)));
}

function hullOf(points) {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function boxBetween([x1, y1], [x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

function isTooSmall([x1, y1, x2, y2]) {
  return x2 - x1 < LEAST_PX || y2 - y1 < LEAST_PX;
}

function moved(shape, dx, dy, { width, height }) {
  const [x1, y1, x2, y2] = shape.xyxy;
  const x = Math.max(-x1, Math.min(width - x2, dx));
  const y = Math.max(-y1, Math.min(height - y2, dy));
  const polygon = shape.polygon && shape.polygon.map(([px, py]) => [within(px + x, width), within(py + y, height)]);
  return { ...shape, polygon, xyxy: [x1 + x, y1 + y, x2 + x, y2 + y].map(tenth) };
}

// One corner or side goes to `place`; the one across stays. A corner of an outline goes alone.
function resized(shape, handle, [x, y]) {
  if (shape.polygon) {
    const polygon = shape.polygon.map((point, index) => (index === handle ? [x, y] : point));
    return { ...shape, polygon, xyxy: hullOf(polygon) };
  }
  const [x1, y1, x2, y2] = shape.xyxy;
  const first = [handle.includes("w") ? x : x1, handle.includes("n") ? y : y1];
  const last = [handle.includes("e") ? x : x2, handle.includes("s") ? y : y2];
  return { ...shape, xyxy: boxBetween(first, last) };
}

function handlesOf({ xyxy: [x1, y1, x2, y2], polygon }) {
  if (polygon) return polygon.map((place, index) => ({ name: index, place }));
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const places = [[x1, y1], [x, y1], [x2, y1], [x2, y], [x2, y2], [x, y2], [x1, y2], [x1, y]];
  return HANDLES.map((name, index) => ({ name, place: places[index] }));
}

function handleAt(shape, [x, y], reach) {
  const far = ({ place }) => Math.hypot(place[0] - x, place[1] - y);
  const nearest = handlesOf(shape).reduce((best, one) => (far(one) < far(best) ? one : best));
  return far(nearest) <= reach ? nearest.name : null;
}

// Within a small box its middle must stay free to move it by; from outside its handles reach as far as any.
function innerReach({ xyxy: [x1, y1, x2, y2] }) {
  return Math.min(x2 - x1, y2 - y1) / 4;
}

function covers({ xyxy: [x1, y1, x2, y2] }, [x, y], reach = 0) {
  return x >= x1 - reach && x <= x2 + reach && y >= y1 - reach && y <= y2 + reach;
}

function areaOf([x1, y1, x2, y2]) {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
}

// The smallest that lies there, so that a pore within a crack can be touched.
function shapeAt(shapes, place, reach) {
  const there = shapes.filter((shape) => covers(shape, place, reach));
  return there.sort((a, b) => areaOf(a.xyxy) - areaOf(b.xyxy))[0] ?? null;
}

function isAlike(one, other) {
  const shared = areaOf([0, 1, 2, 3].map((at) => Math[at < 2 ? "max" : "min"](one.xyxy[at], other.xyxy[at])));
  const together = areaOf(one.xyxy) + areaOf(other.xyxy) - shared;
  return one.class_name === other.class_name && shared >= ALIKE * together;
}

// Whether two drawings mark the same.
function sameDrawing(one, other) {
  return one.length === other.length && !unlike(one, other).length && !unlike(other, one).length;
}

// Those of `shapes` that none of `others` is like.
function unlike(shapes, others) {
  return shapes.filter((shape) => !others.some((other) => isAlike(shape, other)));
}
