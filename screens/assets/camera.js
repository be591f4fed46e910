// The camera step: live picture, stripes over what is too bright, focus bar with its best value so far.

const CONNECT_AGAIN_MS = 700;
const ASK_EVERY_MS = 220;
const CLIPPED = 250; // a little below the station's own bound, for a JPEG rounds
const STRIPES_WIDTH = 480;
const STRIPE_PX = 6;
const views = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!views.has(parentElement)) views.set(parentElement, openView(parentElement));
  const view = views.get(parentElement);
  view.show(data, (place) => setTriggerValue("touched", place));
  return () => {
    views.delete(parentElement);
    view.close();
  };
}

function openView(root) {
  const find = (name) => root.querySelector(`.mb-camera-${name}`);
  const stage = find("stage");
  const picture = find("picture");
  const stripes = find("stripes");
  const bar = find("bar");
  const brush = picture.getContext("2d");
  let socket = null;
  let closed = false;
  let timer = 0;
  let data = null;
  let touch = () => {};
  let best = 0;
  let camera = null;
  let shown = 0;

  const fill = (text, percent) => text.replace("{percent}", percent);

  async function draw(blob) {
    const bitmap = await createImageBitmap(blob);
    if (picture.width !== bitmap.width || picture.height !== bitmap.height) {
      picture.width = bitmap.width;
      picture.height = bitmap.height;
      stage.style.setProperty("--mb-shape", `${bitmap.width} / ${bitmap.height}`);
    }
    brush.drawImage(bitmap, 0, 0);
    if (shown % 3 === 0) drawStripes(bitmap);
    bitmap.close();
    shown += 1;
    picture.dataset.pictures = shown;
  }

  function drawStripes(bitmap) {
    const width = Math.min(STRIPES_WIDTH, bitmap.width);
    const height = Math.max(1, Math.round((width * bitmap.height) / bitmap.width));
    if (stripes.width !== width || stripes.height !== height) {
      stripes.width = width;
      stripes.height = height;
    }
    const pen = stripes.getContext("2d", { willReadFrequently: true });
    pen.drawImage(bitmap, 0, 0, width, height);
    const pixels = pen.getImageData(0, 0, width, height);
    const bytes = pixels.data;
    const phase = Math.floor(shown / 3);
    let striped = 0;
    for (let y = 0, at = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1, at += 4) {
        const grey = 0.299 * bytes[at] + 0.587 * bytes[at + 1] + 0.114 * bytes[at + 2];
        const clipped = grey >= CLIPPED;
        const dark = Math.floor((x + y + phase) / STRIPE_PX) % 2;
        striped += clipped;
        bytes[at] = dark ? 20 : 230;
        bytes[at + 1] = 0;
        bytes[at + 2] = dark ? 20 : 60;
        bytes[at + 3] = clipped ? 255 : 0;
      }
    }
    pen.putImageData(pixels, 0, 0);
    stripes.dataset.striped = striped;
  }

  function connect() {
    if (closed) return;
    const own = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`);
    socket = own;
    own.onmessage = async (event) => {
      const isPicture = typeof event.data !== "string";
      if (isPicture) await draw(event.data).catch(() => {});
      stage.dataset.live = String(isPicture);
      requestAnimationFrame(() => own.readyState === WebSocket.OPEN && own.send("next"));
    };
    own.onclose = () => {
      stage.dataset.live = "false";
      setTimeout(connect, CONNECT_AGAIN_MS);
    };
  }

  async function ask() {
    if (closed) return;
    if (data && !document.hidden) {
      const answer = await fetch(data.address, { cache: "no-store" }).catch(() => null);
      if (answer?.ok) tell(await answer.json().catch(() => ({})));
    }
    timer = setTimeout(ask, ASK_EVERY_MS);
  }

  function tell(answer) {
    const figures = answer.figures;
    root.querySelector(".mb-camera").dataset.figures = String(Boolean(figures));
    if (!figures || closed) return;
    if (answer.camera !== camera) {
      camera = answer.camera;
      best = 0;
    }
    best = Math.max(best, figures.focus);
    const percent = best > 0 ? Math.round((100 * figures.focus) / best) : 0;
    const enough = figures.focus >= figures.least_focus;
    find("sharp").textContent = fill(data.texts.sharp, percent);
    bar.firstElementChild.style.width = `${percent}%`;
    bar.setAttribute("aria-valuenow", percent);
    bar.setAttribute("aria-label", find("sharp").textContent);
    bar.dataset.enough = String(enough);
    find("enough").textContent = data.texts[enough ? "enough" : "too_little"];
    const clipped = figures.clipped_bright >= 0.001;
    const light = find("light");
    light.dataset.good = String(figures.brightness === "good");
    light.firstElementChild.textContent = figures.brightness === "good" ? "✓" : "!";
    const words = [data.texts[figures.brightness]];
    if (clipped) words.push(fill(data.texts.clipped, (100 * figures.clipped_bright).toFixed(1).replace(".", data.texts.point)));
    const said = words.join(" ");
    if (light.lastElementChild.textContent !== said) light.lastElementChild.textContent = said;
  }

  stage.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) touch({ x, y });
  });
  find("row").lastElementChild.addEventListener("click", () => {
    best = 0;
  });
  connect();
  ask();
  return {
    show(newer, onTouched) {
      data = newer;
      touch = onTouched;
      picture.setAttribute("aria-label", data.texts.title);
      find("away").textContent = data.texts.away;
      find("row").lastElementChild.textContent = data.texts.reset;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
