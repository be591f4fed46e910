// A picture that can be moved and enlarged: wheel, two fingers, buttons, keys. All places are in pixels of the picture.

const MOST_PER_PX = 24; // pixels of the screen
const DRAG_FROM_PX = 8;

function openZoom(stage, surface, { onTap, onDrag, onView }) {
  let size = { width: 1, height: 1 };
  let view = { x: 0, y: 0, perPx: 1 };
  let whole = true;
  const pointers = new Map();
  let held = null;

  function fit() {
    const { width, height } = stage.getBoundingClientRect();
    if (!width || !height) return;
    const perPx = Math.min(width / size.width, height / size.height);
    view = { x: (size.width - width / perPx) / 2, y: (size.height - height / perPx) / 2, perPx };
    whole = true;
    apply();
  }

  function apply() {
    const { width, height } = stage.getBoundingClientRect();
    surface.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.perPx} ${height / view.perPx}`);
    stage.dataset.enlarged = view.perPx.toFixed(3);
    onView();
  }

  function leastPerPx() {
    const { width, height } = stage.getBoundingClientRect();
    return Math.min(width / size.width, height / size.height);
  }

  function zoomAt(clientX, clientY, factor) {
    const perPx = Math.max(leastPerPx(), Math.min(MOST_PER_PX, view.perPx * factor));
    if (perPx <= leastPerPx()) return fit();
    const [x, y] = placeOf(clientX, clientY);
    const box = stage.getBoundingClientRect();
    view = { x: x - (clientX - box.left) / perPx, y: y - (clientY - box.top) / perPx, perPx };
    whole = false;
    apply();
  }

  function zoom(factor) {
    const box = stage.getBoundingClientRect();
    zoomAt(box.left + box.width / 2, box.top + box.height / 2, factor);
  }

  function moveBy(screenX, screenY) {
    const { width, height } = stage.getBoundingClientRect();
    const within = (from, extent, shown) => Math.max(-shown / 2, Math.min(extent - shown / 2, from));
    view.x = within(view.x - screenX / view.perPx, size.width, width / view.perPx);
    view.y = within(view.y - screenY / view.perPx, size.height, height / view.perPx);
    whole = false;
    apply();
  }

  function placeOf(clientX, clientY) {
    const box = stage.getBoundingClientRect();
    return [view.x + (clientX - box.left) / view.perPx, view.y + (clientY - box.top) / view.perPx];
  }

  function middle() {
    const box = stage.getBoundingClientRect();
    return inside(placeOf(box.left + box.width / 2, box.top + box.height / 2));
  }

  function inside([x, y]) {
    const tenth = (value, most) => Math.round(Math.max(0, Math.min(most, value)) * 10) / 10;
    return [tenth(x, size.width), tenth(y, size.height)];
  }

  function onDown(event) {
    if (event.button > 0) return;
    surface.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const grip = event.target.closest?.("[data-grip]")?.dataset.grip ?? null;
    held = pointers.size > 1 ? null : { grip, at: [event.clientX, event.clientY], moved: false };
  }

  function onMove(event) {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    if (pointers.size === 2) {
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const apart = (place) => Math.hypot(place[0] - other[0], place[1] - other[1]);
      moveBy((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, apart(now) / Math.max(apart(before), 1));
    } else if (held) {
      held.moved ||= Math.hypot(now[0] - held.at[0], now[1] - held.at[1]) > DRAG_FROM_PX;
      if (held.moved && held.grip !== null) onDrag(held.grip, inside(placeOf(...now)), false);
      else if (held.moved && !whole) moveBy(now[0] - before[0], now[1] - before[1]);
    }
    pointers.set(event.pointerId, now);
  }

  function onUp(event) {
    if (!pointers.delete(event.pointerId)) return;
    const was = held;
    held = null;
    if (!was || event.type === "pointercancel") return;
    const place = placeOf(event.clientX, event.clientY);
    if (was.moved && was.grip !== null) onDrag(was.grip, inside(place), true);
    else if (!was.moved) onTap(was.grip, inside(place), place);
  }

  function onWheel(event) {
    event.preventDefault();
    zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY / 400));
  }

  surface.addEventListener("pointerdown", onDown);
  surface.addEventListener("pointermove", onMove);
  surface.addEventListener("pointerup", onUp);
  surface.addEventListener("pointercancel", onUp);
  surface.addEventListener("wheel", onWheel, { passive: false });
  const resized = new ResizeObserver(() => (whole ? fit() : apply()));
  resized.observe(stage);

  return {
    fit,
    zoom,
    zoomAt,
    moveBy,
    middle,
    inside,
    setSize(width, height) {
      size = { width, height };
      fit();
    },
    perPx: () => view.perPx,
    isWhole: () => whole,
    close: () => resized.disconnect(),
  };
}
