// The live picture: one JPEG for every word sent, so a slow or hidden page is never flooded.

const CONNECT_AGAIN_MS = 700;
const views = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function ({ parentElement, data }) {
  if (!views.has(parentElement)) views.set(parentElement, openView(parentElement));
  const view = views.get(parentElement);
  view.show(data);
  return () => {
    views.delete(parentElement);
    view.close();
  };
}

function openView(root) {
  const figure = root.querySelector("figure");
  const canvas = root.querySelector("canvas");
  const context = canvas.getContext("2d");
  let socket = null;
  let closed = false;
  let shown = 0;

  async function draw(blob) {
    const bitmap = await createImageBitmap(blob);
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    shown += 1;
    canvas.dataset.pictures = shown;
  }

  function connect() {
    if (closed) return;
    const own = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`);
    socket = own;
    own.onmessage = async (event) => {
      const isPicture = typeof event.data !== "string";
      if (isPicture) await draw(event.data).catch(() => {});
      figure.dataset.live = String(isPicture);
      requestAnimationFrame(() => own.readyState === WebSocket.OPEN && own.send("next"));
    };
    own.onclose = () => {
      figure.dataset.live = "false";
      setTimeout(connect, CONNECT_AGAIN_MS);
    };
  }

  connect();
  return {
    show(data) {
      root.querySelector("figcaption").textContent = data.title;
      root.querySelector(".mb-no-live b").textContent = data.words;
      root.querySelector(".mb-no-live span").textContent = data.advice;
      root.querySelector(".mb-no-live small").textContent = data.detail;
      canvas.setAttribute("aria-label", data.title);
    },
    close() {
      closed = true;
      socket?.close();
    },
  };
}
