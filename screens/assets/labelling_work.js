// The work on one picture: shapes, which of them is chosen, and every step back and forth.

function openWork(onChange) {
  let shapes = [];
  let before = []; // as they were before each step
  let after = []; // as they were before each step back
  let chosen = null;
  let held = null; // as they were when something was taken up

  function put(next, { isStep = true } = {}) {
    if (isStep) {
      before.push(held ?? shapes);
      after = [];
      held = null;
    }
    shapes = next;
    if (!shapes.some((shape) => shape.id === chosen)) chosen = null;
    onChange(isStep);
  }

  function go(from, to) {
    if (!from.length) return false;
    to.push(shapes);
    shapes = from.pop();
    held = null;
    if (!shapes.some((shape) => shape.id === chosen)) chosen = null;
    onChange(true);
    return true;
  }

  return {
    begin(first) {
      [shapes, before, after, chosen, held] = [first, [], [], null, null];
      onChange(false);
    },
    shapes: () => shapes,
    kept: () => shapes.filter((shape) => !shape.suggested),
    suggested: () => shapes.filter((shape) => shape.suggested),
    chosen: () => shapes.find((shape) => shape.id === chosen) ?? null,
    choose(id) {
      chosen = id;
      onChange(false);
    },
    put,
    // Suggestions come by themselves: no step back leads behind them.
    suggest(found) {
      shapes = [...shapes, ...unlike(found, shapes)];
      onChange(false);
    },
    add(shape) {
      chosen = shape.id;
      put([...shapes, shape]);
    },
    // The first touch of a shape takes it up; what happens until it is let go is one step.
    hold(changed) {
      held ??= shapes;
      put(shapes.map((one) => (one.id === changed.id ? changed : one)), { isStep: false });
    },
    letGo() {
      if (held !== null) put(shapes);
    },
    // As if it had not been touched: a second finger came.
    drop() {
      if (held === null) return;
      shapes = held;
      held = null;
      onChange(false);
    },
    replace: (changed) => put(shapes.map((one) => (one.id === changed.id ? changed : one))),
    remove: (id) => put(shapes.filter((shape) => shape.id !== id)),
    undo: () => go(before, after),
    redo: () => go(after, before),
    canUndo: () => before.length > 0,
    canRedo: () => after.length > 0,
  };
}
