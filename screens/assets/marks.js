// What was found, drawn on the picture: a box for each defect, and its name with the size where there is room.

const CROWDED = 3; // with so many labels on the picture, one that finds no free place is left out
const FARTHEST_ROWS = 4; // of labels between a box and its name; a line joins them
const IMPORTANCE = ["fail", "review", "within"];

// Elements in pixels of the picture; `size` is the height of the letters. No label goes where something else already
// `covers` the picture.
function drawnMarks(marks, width, height, size, covers = []) {
  const boxes = marks.map((mark) => ({ ...mark, frame: frameOf(mark, size, width, height) }));
  const area = ({ frame }) => frame.width * frame.height;
  boxes.sort((a, b) => IMPORTANCE.indexOf(a.kind) - IMPORTANCE.indexOf(b.kind) || area(b) - area(a));
  const labels = [];
  for (const mark of boxes) {
    const leftOut = mark.kind === "within" || labels.length >= CROWDED; // rather than on something else
    const frames = boxes.map(({ frame }) => frame);
    const place = placeOf(mark, placesAround(mark, size, width, height), frames, [...labels, ...covers], leftOut);
    if (place) labels.push({ ...place, mark });
  }
  return [...boxes.toReversed().flatMap(boxOf), ...labels.flatMap((label) => labelOf(label, size))];
}

function boxOf({ outline, kind, frame }) {
  const elements = [
    svg("rect", { ...frame, class: `mb-mark-halo mb-mark-halo-${kind}` }),
    svg("rect", { ...frame, class: `mb-mark mb-mark-${kind}` }),
  ];
  if (outline) {
    const points = outline.map((corner) => corner.join(",")).join(" ");
    elements.unshift(svg("polygon", { points, class: `mb-outline mb-mark-${kind}` }));
  }
  return elements;
}

function frameOf(mark, size, width, height) {
  const [x1, y1, x2, y2] = mark.xyxy;
  const [aside, above] = [x2 - x1, y2 - y1].map((extent) => Math.max(size / 5, (size - extent) / 2));
  const x = Math.max(x1 - aside, 1);
  const y = Math.max(y1 - above, 1);
  return { x, y, width: Math.min(x2 + aside, width - 1) - x, height: Math.min(y2 + above, height - 1) - y };
}

// Above, below or beside its box, where it covers no box and no other label. Where the picture is full, a label may
// cover boxes, but never another label: rather it is left out, and so is one that changed nothing in the verdict.
function placeOf(mark, places, frames, taken, leftOut) {
  const isApart = (place) => !taken.some((other) => overlap(place, other));
  const free = places.find((place) => isApart(place) && !frames.some((frame) => overlap(place, frame)));
  if (free || leftOut) return free;
  return places.find((place) => isApart(place) && !overlap(place, mark.frame)) ?? places.find(isApart);
}

function placesAround({ frame, label }, size, width, height) {
  const own = { width: size * (0.5 * label.length + 0.8), height: size * 1.35 };
  const gap = size * 0.12;
  const middle = frame.y + frame.height / 2 - own.height / 2;
  const columns = [frame.x, frame.x + frame.width - own.width, frame.x + frame.width / 2 - own.width / 2];
  const places = [[frame.x + frame.width + gap, middle], [frame.x - own.width - gap, middle]];
  for (let row = 0; row < FARTHEST_ROWS; row += 1) {
    const rows = [frame.y - own.height - gap - row * own.height, frame.y + frame.height + gap + row * own.height];
    const around = rows.flatMap((y) => columns.map((x) => [x, y]));
    if (row === 0) places.unshift(...around);
    else places.push(...around);
  }
  return places
    .filter(([, y]) => y >= 0 && y + own.height <= height)
    .map(([x, y]) => ({ ...own, x: Math.max(0, Math.min(x, width - own.width)), y }));
}

function labelOf({ mark, x, y, width, height }, size) {
  const text = svg("text", { x: x + size * 0.4, y: y + size * 0.98, "font-size": size, class: "mb-mark-text" });
  text.textContent = mark.label;
  const plate = svg("rect", { x, y, width, height, rx: size / 5, class: "mb-mark-plate" });
  const { frame } = mark;
  const apart = Math.max(y - frame.y - frame.height, frame.y - y - height);
  if (apart < size) return [plate, text];
  const from = y > frame.y ? y : y + height;
  const to = y > frame.y ? frame.y + frame.height : frame.y;
  const over = (left, extent) => Math.max(left, Math.min(frame.x + frame.width / 2, left + extent));
  return [svg("path", { d: `M${over(x, width)},${from} L${over(frame.x, frame.width)},${to}`, class: "mb-mark-leader" }), plate, text];
}

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
