// Hand, pen and mouse on the picture: drag on it for a box, touch a shape to choose it, drag the chosen one or its handles;
// two fingers, the wheel, or the space bar held move the picture.

const SLACK_PX = { mouse: 4, pen: 5, touch: 9 }; // of the screen: less is a touch, more is a drag
const REACH_PX = { mouse: 9, pen: 12, touch: 24 };

function openStage({ work, isPolygon, classNow, onTold, hints, onView }) {
  const canvas = html("canvas", "mb-label-canvas");
  const layer = svg("svg", { class: "mb-label-layer" });
  const stage = html("div", "mb-label-stage", canvas, layer);
  const view = openView(stage, canvas, () => {
    paint();
    onView();
  });
  const pointers = new Map();
  let doing = null; // { kind, ... } from pointer down to pointer up
  let open = []; // corners of an outline that is being drawn
  let hover = null;
  let isSpaceHeld = false;
  let hasPen = false;
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");

  function paint() {
    layer.setAttribute("viewBox", view.box().join(" "));
    const { classes, wordOf, others } = hints();
    const perPx = view.perPx();
    const chosen = work.chosen()?.id ?? null;
    const known = { classes, wordOf, perPx, chosen };
    const shapes = [...work.shapes()].sort((a, b) => (a.id === chosen) - (b.id === chosen));
    layer.replaceChildren(
      ...others.map((shape) => drawnShape(shape, { ...known, look: "other" })),
      ...shapes.map((shape) => drawnShape(shape, known)),
      ...(doing?.kind === "new" && doing.xyxy ? [drawnShape(newShape(classNow(), doing.xyxy), { ...known, look: "new" })] : []),
      ...(open.length ? drawnOpen(open, hover, perPx) : []),
    );
    stage.dataset.shapes = work.kept().length;
    stage.dataset.suggested = work.suggested().length;
    stage.dataset.open = open.length;
  }

  function takenUp(event) {
    const place = view.placeOf(event.clientX, event.clientY);
    const at = [event.clientX, event.clientY];
    const onlyMoves = isSpaceHeld || event.button === 1 || (hasPen && event.pointerType === "touch");
    if (onlyMoves || !classNow()) return { kind: "pan", at };
    const reach = REACH_PX[event.pointerType] / view.perPx();
    const chosen = work.chosen();
    if (chosen && !open.length) {
      const handle = handleAt(chosen, place, covers(chosen, place) ? Math.min(reach, innerReach(chosen)) : reach);
      if (handle !== null) return { kind: "resize", handle, at, shape: chosen };
      if (covers(chosen, place)) return { kind: "move", at, from: place, shape: chosen };
    }
    return { kind: isPolygon() ? "pan" : "new", at, from: view.inside(place) };
  }

  function onDown(event) {
    if (event.button > 1) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    layer.setPointerCapture(event.pointerId);
    hasPen ||= event.pointerType === "pen";
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (pointers.size === 1) doing = takenUp(event);
    else {
      work.drop();
      doing = { kind: "pinch" };
      paint();
    }
  }

  function onMove(event) {
    const now = [event.clientX, event.clientY];
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (open.length) {
        hover = view.inside(view.placeOf(...now));
        paint();
      }
      return;
    }
    if (doing?.kind === "pinch") pinch(event.pointerId, before, now);
    else if (doing) drag(event, before, now);
    pointers.set(event.pointerId, now);
  }

  function pinch(id, before, now) {
    const other = [...pointers].find(([one]) => one !== id)?.[1];
    if (!other) return;
    const apart = (place) => Math.hypot(place[0] - other[0], place[1] - other[1]);
    view.moveBy((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    view.zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, apart(now) / Math.max(apart(before), 1));
  }

  function drag(event, before, now) {
    doing.moved ||= Math.hypot(now[0] - doing.at[0], now[1] - doing.at[1]) > SLACK_PX[event.pointerType];
    if (!doing.moved) return;
    const place = view.placeOf(...now);
    if (doing.kind === "pan") view.moveBy(now[0] - before[0], now[1] - before[1]);
    else if (doing.kind === "resize") work.hold(taken(resized(doing.shape, doing.handle, view.inside(place))));
    else if (doing.kind === "move") {
      work.hold(taken(moved(doing.shape, place[0] - doing.from[0], place[1] - doing.from[1], view.size())));
    } else {
      doing.xyxy = boxBetween(doing.from, view.inside(place));
      paint();
    }
  }

  function onUp(event) {
    if (!pointers.delete(event.pointerId)) return;
    const was = doing;
    doing = pointers.size ? { kind: "pinch" } : null;
    if (!was || was.kind === "pinch" || event.type === "pointercancel") {
      work.drop();
      return paint();
    }
    if (!was.moved) return tap(event);
    if (was.kind === "new") finishBox(was.xyxy);
    else if (was.kind !== "pan") finishChange(was.shape);
  }

  function finishBox(xyxy) {
    if (isTooSmall(xyxy)) return paint();
    work.add(newShape(classNow(), xyxy, "hand"));
  }

  function finishChange(first) {
    if (isTooSmall(work.chosen()?.xyxy ?? [0, 0, 9, 9])) work.drop();
    else work.letGo();
    if (first.suggested) onTold("corrected");
  }

  function tap(event) {
    const place = view.placeOf(event.clientX, event.clientY);
    const reach = REACH_PX[event.pointerType] / view.perPx();
    if (isPolygon() && !isSpaceHeld && event.button === 0) {
      const found = open.length ? null : shapeAt(work.shapes(), place, 0);
      if (found && found.id !== work.chosen()?.id) return work.choose(found.id);
      return corner(view.inside(place), reach);
    }
    work.choose(shapeAt(work.shapes(), place, reach / 2)?.id ?? null);
  }

  function corner(place, reach) {
    const isOn = (end) => Math.hypot(end[0] - place[0], end[1] - place[1]) <= reach;
    if (open.length > 2 && (isOn(open[0]) || isOn(open.at(-1)))) return closeOutline();
    work.choose(null);
    open.push(place);
    paint();
  }

  // Whether there was one to close.
  function closeOutline() {
    const polygon = open;
    open = [];
    hover = null;
    if (polygon.length > 2 && !isTooSmall(hullOf(polygon))) {
      work.add(newShape(classNow(), hullOf(polygon), "hand", { polygon }));
    } else paint();
    return polygon.length > 0;
  }

  function onWheel(event) {
    event.preventDefault();
    view.zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY / 400));
  }

  layer.addEventListener("pointerdown", onDown);
  layer.addEventListener("pointermove", onMove);
  layer.addEventListener("pointerup", onUp);
  layer.addEventListener("pointercancel", onUp);
  layer.addEventListener("wheel", onWheel, { passive: false });

  return {
    element: stage,
    view,
    paint,
    closeOutline,
    isDrawing: () => open.length > 0,
    // One corner less, or no outline at all.
    stepBack(all = false) {
      open = all ? [] : open.slice(0, -1);
      paint();
    },
    holdSpace(isHeld) {
      isSpaceHeld = isHeld;
      stage.dataset.moves = String(isHeld);
    },
    close: () => view.close(),
  };
}

// What somebody corrects is theirs.
function taken(shape) {
  return { ...shape, suggested: false };
}
