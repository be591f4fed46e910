// The judged picture, large: wheel, two fingers, double tap, + and - make it larger, a drag moves it, Escape or the
// large button closes it. While it is open no key inspects a part.

const LETTERS_PX = 19; // of the screen, however large the picture is shown
const TIMES = 1.5;
const DOUBLE_TAP_TIMES = 3;
const STEP_PX = 80;

function openCloser(place) {
  const heading = html("h2", "");
  const stage = html("div", "mb-closer-stage");
  const surface = svg("svg", { class: "mb-closer-picture" });
  const image = svg("image", { x: 0, y: 0 });
  const layer = svg("g", {});
  const bar = html("div", "mb-closer-bar");
  const dialog = html("dialog", "mb-dialog mb-closer", html("header", "", heading, bar), stage);
  let part = null;
  surface.append(image, layer);
  stage.append(surface);
  stage.tabIndex = 0;
  place.append(dialog);

  const nothing = () => {};
  const zoom = openZoom(stage, surface, { onTap: nothing, onDrag: nothing, onView: draw });
  const ACTS = {
    "+": () => zoom.zoom(TIMES),
    "-": () => zoom.zoom(1 / TIMES),
    "0": () => zoom.fit(),
    ArrowLeft: () => zoom.moveBy(STEP_PX, 0),
    ArrowRight: () => zoom.moveBy(-STEP_PX, 0),
    ArrowUp: () => zoom.moveBy(0, STEP_PX),
    ArrowDown: () => zoom.moveBy(0, -STEP_PX),
  };
  const smaller = action("−", "-");
  const larger = action("+", "+");
  const whole = action("", "0");
  const close = html("button", "mb-closer-close");
  close.type = "button";
  close.onclick = () => dialog.close();
  bar.append(smaller, larger, whole, close);

  dialog.addEventListener("keydown", (event) => {
    const act = ACTS[event.key === "=" ? "+" : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  surface.addEventListener("dblclick", (event) => {
    if (zoom.isWhole()) zoom.zoomAt(event.clientX, event.clientY, DOUBLE_TAP_TIMES);
    else zoom.fit();
  });

  function action(sign, key) {
    const element = html("button", "", sign);
    element.type = "button";
    element.onclick = () => ACTS[key]();
    return element;
  }

  function draw() {
    if (!part) return;
    const { width_px: width, height_px: height } = part.picture;
    layer.replaceChildren(...drawnMarks(part.marks, width, height, LETTERS_PX / zoom.perPx()));
  }

  return {
    open(wanted, texts) {
      part = wanted;
      const { address, width_px: width, height_px: height, description } = part.picture;
      heading.textContent = `${part.word} · ${part.heading}`;
      dialog.setAttribute("aria-label", description);
      smaller.setAttribute("aria-label", texts.smaller);
      larger.setAttribute("aria-label", texts.larger);
      whole.textContent = texts.whole;
      close.textContent = texts.close;
      for (const [name, value] of Object.entries({ href: address, width, height })) image.setAttribute(name, value);
      dialog.showModal();
      zoom.setSize(width, height);
      stage.focus({ preventScroll: true });
    },
    close: () => dialog.close(),
    remove() {
      zoom.close();
      dialog.remove();
    },
  };
}
