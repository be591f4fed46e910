// Hears from the station when there is something new to show; a part that was just recorded is shown at once.

const ASK_AGAIN_MS = 1500;
const CONNECT_AGAIN_MS = 700;
const listeners = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function (component) {
  const root = component.parentElement;
  if (!listeners.has(root)) listeners.set(root, openListener(root));
  const listener = listeners.get(root);
  listener.show(component);
  return () => {
    listeners.delete(root);
    listener.close();
  };
}

function openListener(root) {
  const alarm = root.querySelector(".mb-alarm");
  let component = null;
  let newest = 0;
  let askedFor = 0;
  let askedAt = -Infinity;
  let socket = null;
  let closed = false;

  function connected(isConnected) {
    alarm.hidden = isConnected;
    document.documentElement.dataset.mbConnected = String(isConnected);
  }

  function askForNews() {
    if (!component || newest <= component.data.version) return;
    const now = performance.now();
    if (askedFor === newest && now - askedAt < ASK_AGAIN_MS) return;
    askedFor = newest;
    askedAt = now;
    component.setTriggerValue("news", newest);
  }

  function listen() {
    if (closed) return;
    const own = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/news?lang=${component.data.language}`);
    socket = own;
    own.onmessage = (event) => {
      const news = JSON.parse(event.data);
      connected(true);
      newest = news.version;
      if (news.part) document.dispatchEvent(new CustomEvent("mb-part", { detail: news.part }));
      askForNews();
    };
    own.onclose = () => {
      if (own !== socket) return; // another one took its place
      connected(closed);
      setTimeout(listen, CONNECT_AGAIN_MS);
    };
  }

  const again = setInterval(askForNews, ASK_AGAIN_MS);
  return {
    show(newComponent) {
      const before = component?.data.language;
      component = newComponent;
      alarm.textContent = component.data.disconnected;
      if (before !== component.data.language) {
        const old = socket;
        listen(); // in the language of the page
        old?.close();
      }
      askForNews();
    },
    close() {
      closed = true;
      clearInterval(again);
      socket?.close();
    },
  };
}
