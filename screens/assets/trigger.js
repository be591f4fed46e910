// The trigger: one press, one part. A foot switch is a keyboard: Space or F8. A held key repeats and does not count;
// keys that belong to a text field, an open dialog, or a control chosen by Tab are left alone.
// It also hears from the station when there is something new to show, whoever triggered it.

const KEYS = new Set(["Space", "F8"]);
const LOCK_OUT_MS = 300;
const ANSWER_WITHIN_MS = 15000;
const ASK_AGAIN_MS = 1500;
const CONNECT_AGAIN_MS = 700;
const SESSION_OVER = new Set([401, 403]);
const desks = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function (component) {
  const root = component.parentElement;
  if (!desks.has(root)) desks.set(root, openDesk(root));
  const desk = desks.get(root);
  desk.show(component);
  return () => {
    desks.delete(root);
    desk.close();
  };
}

function openDesk(root) {
  const button = root.querySelector("button");
  const label = root.querySelector(".mb-go-label");
  const hint = root.querySelector(".mb-go-hint");
  const alarm = root.querySelector(".mb-alarm");
  let component = null;
  let pending = false;
  let isLost = false; // no connection to the station
  let refused = null; // what the last press met: "locked" or "refused"
  let lastPress = -Infinity;
  let byPointer = true;
  let newest = 0;
  let askedFor = 0;
  let askedAt = -Infinity;
  let socket = null;
  let closed = false;

  function paint() {
    const { texts, enabled } = component.data;
    label.textContent = pending ? texts.busy : texts.inspect;
    hint.textContent = texts.hint;
    button.disabled = !enabled;
    button.dataset.pending = String(pending);
    document.documentElement.dataset.mbJudging = String(pending); // the verdict of the part before fades meanwhile
    paintAlarm();
  }

  // Without connection, and after a press that came to nothing, the verdict of the part before fades.
  function paintAlarm() {
    const { texts, login } = component.data;
    const trouble = refused === "locked" || !isLost ? refused : "disconnected";
    document.documentElement.dataset.mbConnected = String(trouble === null);
    if (alarm.dataset.trouble === String(trouble) && alarm.lang === component.data.language) return; // the focus stays
    alarm.dataset.trouble = String(trouble);
    alarm.lang = component.data.language;
    alarm.hidden = trouble === null;
    alarm.replaceChildren(texts[trouble] ?? "");
    if (trouble === "locked") alarm.append(" ", loginLink(login, texts.login));
  }

  async function fire(source) {
    const now = performance.now();
    if (pending || !component.data.enabled || now - lastPress < LOCK_OUT_MS) return;
    lastPress = now;
    pending = true;
    paint();
    try {
      const answer = await fetch("/api/trigger", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ source }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (answer.ok || !component.data.enabled) refused = null; // stopped meanwhile: the page says why
      else refused = SESSION_OVER.has(answer.status) ? "locked" : "refused";
    } catch {
      connected(false); // until the news socket hears from the station again
      socket?.close();
    } finally {
      pending = false;
      paint();
    }
  }

  function connected(isConnected) {
    isLost = !isConnected;
    paintAlarm();
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
      if (news.part) refused = null; // there is a new verdict, whoever asked for it
      connected(true);
      newest = news.version;
      if (news.watching) tellWatching(news.watching);
      if (news.part) document.dispatchEvent(new CustomEvent("mb-part", { detail: news.part }));
      askForNews();
    };
    own.onclose = () => {
      if (own !== socket) return; // another one took its place
      connected(closed);
      setTimeout(listen, CONNECT_AGAIN_MS);
    };
  }

  // Kept for a bar that is drawn later.
  function tellWatching(watching) {
    document.documentElement.dataset.mbWatching = watching;
    document.dispatchEvent(new CustomEvent("mb-watching"));
  }

  function isDialogOpen() {
    return document.querySelector("[role=dialog],dialog[open]") !== null;
  }

  function belongsElsewhere(event) {
    const target = event.composedPath()[0];
    if (isTextField(target) || isDialogOpen()) return true;
    return event.code === "Space" && !byPointer && target !== button && Boolean(target.closest?.("button,a,summary,input,[tabindex]"));
  }

  function onKey(event) {
    if (event.key === "Tab") byPointer = false;
    if (event.repeat && event.composedPath()[0] === button) event.preventDefault(); // Enter held on the button
    if (!KEYS.has(event.code) || event.ctrlKey || event.altKey || event.metaKey || belongsElsewhere(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "keydown" && !event.repeat) fire("key");
  }

  function onPointer() {
    byPointer = true;
  }

  button.addEventListener("click", (event) => {
    const byKey = event.detail === 0; // the button has the focus, and Space or Enter was pressed
    if (!byKey || !isDialogOpen()) fire("button");
  });
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("keyup", onKey, true); // a button under the focus would be pressed by the key going up
  document.addEventListener("pointerdown", onPointer, true);
  const again = setInterval(askForNews, ASK_AGAIN_MS);

  return {
    show(newComponent) {
      const before = component?.data.language;
      component = newComponent;
      document.documentElement.lang = component.data.language;
      if (!component.data.enabled) refused = null; // the page says why
      paint();
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
      delete document.documentElement.dataset.mbWatching;
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("keyup", onKey, true);
      document.removeEventListener("pointerdown", onPointer, true);
    },
  };
}
