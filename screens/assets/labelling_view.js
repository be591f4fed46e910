// The picture that is drawn on: small at first, itself as soon as it is there. Drawn on a canvas, because 20 megapixels in
// an SVG are scaled anew for every step. All places are in pixels of the picture.

const LABEL_MOST_PER_PX = 16; // pixels of the screen
const HARD_EDGES_FROM = 3; // then single pixels are meant to be seen

function openView(stage, canvas, onView) {
  const pen = canvas.getContext("2d", { alpha: false });
  let size = { width: 1, height: 1 };
  let view = { x: 0, y: 0, perPx: 1 };
  let whole = true;
  let pictures = { small: null, full: null };
  let number = 0;
  let drawing = 0;

  async function load(address, width, height) {
    const mine = (number += 1);
    forget();
    size = { width, height };
    fit();
    for (const [kind, end] of [["small", "small?width=1600"], ["full", "file"]]) {
      try {
        const bitmap = await createImageBitmap(await (await fetch(`${address}/${end}`)).blob());
        const isTurned = kind === "full" && bitmap.width !== width; // by a hint in the file that measuring ignores
        if (mine !== number || isTurned) bitmap.close();
        else pictures[kind] = bitmap;
      } catch {
        if (mine === number) stage.dataset.missing = kind;
        continue; // drawing goes on with the other
      }
      if (mine !== number) return;
      stage.dataset.picture = kind;
      draw();
    }
  }

  function forget() {
    for (const bitmap of Object.values(pictures)) bitmap?.close();
    pictures = { small: null, full: null };
    delete stage.dataset.picture;
    delete stage.dataset.missing;
  }

  function draw() {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(paint);
  }

  function paint() {
    const { width, height } = canvas;
    const perPx = view.perPx * devicePixelRatio;
    pen.fillStyle = "#0b0f13";
    pen.fillRect(0, 0, width, height);
    const { small, full } = pictures;
    const source = small && (!full || perPx <= small.width / size.width) ? small : full;
    if (!source) return;
    const share = source.width / size.width;
    pen.imageSmoothingEnabled = perPx < HARD_EDGES_FROM;
    pen.drawImage(source, view.x * share, view.y * share, (width / perPx) * share, (height / perPx) * share, 0, 0, width, height);
  }

  function apply() {
    stage.dataset.enlarged = view.perPx.toFixed(3);
    draw();
    onView();
  }

  function leastPerPx() {
    const { width, height } = stage.getBoundingClientRect();
    return Math.min(width / size.width, height / size.height) || 1;
  }

  function fit() {
    const { width, height } = stage.getBoundingClientRect();
    const perPx = leastPerPx();
    view = { x: (size.width - width / perPx) / 2, y: (size.height - height / perPx) / 2, perPx };
    whole = true;
    apply();
  }

  function placeOf(clientX, clientY) {
    const box = stage.getBoundingClientRect();
    return [view.x + (clientX - box.left) / view.perPx, view.y + (clientY - box.top) / view.perPx];
  }

  function inside([x, y]) {
    return [within(x, size.width), within(y, size.height)];
  }

  function zoomAt(clientX, clientY, factor) {
    const perPx = Math.max(leastPerPx(), Math.min(LABEL_MOST_PER_PX, view.perPx * factor));
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
    const kept = (from, extent, shown) => Math.max(-shown / 2, Math.min(extent - shown / 2, from));
    view.x = kept(view.x - screenX / view.perPx, size.width, width / view.perPx);
    view.y = kept(view.y - screenY / view.perPx, size.height, height / view.perPx);
    whole = false;
    apply();
  }

  function resize() {
    const { width, height } = stage.getBoundingClientRect();
    if (!width || !height) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    if (whole) fit();
    else apply();
  }

  const watch = new ResizeObserver(resize);
  watch.observe(stage);
  return {
    load,
    fit,
    zoom,
    zoomAt,
    moveBy,
    placeOf,
    inside,
    // Shows the same middle, as large as it is there.
    follow([x, y, width, height]) {
      const shown = stage.getBoundingClientRect();
      const perPx = Math.min(shown.width / width, shown.height / height) || 1;
      view = { x: x + (width - shown.width / perPx) / 2, y: y + (height - shown.height / perPx) / 2, perPx };
      whole = false;
      draw();
    },
    size: () => size,
    perPx: () => view.perPx,
    middle() {
      const box = stage.getBoundingClientRect();
      return inside(placeOf(box.left + box.width / 2, box.top + box.height / 2));
    },
    box() {
      const { width, height } = stage.getBoundingClientRect();
      return [view.x, view.y, width / view.perPx, height / view.perPx];
    },
    close() {
      number += 1;
      watch.disconnect();
      cancelAnimationFrame(drawing);
      forget();
    },
  };
}
