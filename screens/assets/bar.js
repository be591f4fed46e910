// Order and serial number by scanner or typed, behind one button machine, lot and batch; the automatic trigger, sound and
// full screen.

const JOB_ANSWERED_WITHIN_MS = 8000;
const SAID_SHOWN_MS = 4000;
const TROUBLE_SHOWN_MS = 9000;
const SESSION_IS_OVER = new Set([401, 403]);
const FURTHER = ["machine", "lot", "material"]; // said of few parts: folded up behind one button
const bars = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".mb-bar");
  if (!bars.has(root)) bars.set(root, openBar(root));
  const bar = bars.get(root);
  bar.show(data);
  return () => {
    bars.delete(root);
    bar.close();
  };
}

function openBar(root) {
  let shown = null;
  let silence = 0;
  const sound = openSound();
  const fields = Object.fromEntries(["order", "serial", ...FURTHER].map((kind) => [kind, field(kind, (text) => take(kind, text))]));
  const further = html("div", "mb-bar-further", ...FURTHER.map((kind) => fields[kind].element));
  const more = barButton("mb-bar-more", () => fold(!further.hidden));
  const moreOpener = html("div", "mb-bar-more-place", more.element, further);
  const said = html("p", "mb-bar-said");
  const automatic = onOff("mb-bar-automatic", switchAutomatic);
  const sounding = onOff("mb-bar-sound", () => (sound.toggle(), paint()));
  const screenButton = barButton("mb-bar-screen", switchScreen); // its words change, so it is no switch
  said.setAttribute("role", "status");
  screenButton.element.hidden = !document.fullscreenEnabled;
  root.replaceChildren(
    fields.order.element, fields.serial.element, moreOpener, automatic.element, sounding.element, screenButton.element, said,
  );
  fold(true);
  further.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    fold(true);
    more.element.focus();
  };

  function fold(isFolded) {
    further.hidden = isFolded;
    more.element.setAttribute("aria-expanded", String(!isFolded));
    if (isFolded) for (const kind of FURTHER) fields[kind].element.querySelector("input").blur();
  }

  async function take(kind, text) {
    const outcome = await post("/api/job", { kind, text: text.trim() || null });
    const { texts, longest } = shown;
    const taken = text.trim() ? texts[`taken_${kind}`].replace("{text}", text.trim()) : texts.taken_none;
    const words = { taken, locked: texts.locked, refused: texts.refused.replace("{longest}", longest), no_answer: texts.no_answer };
    say(words[outcome], outcome !== "taken");
    if (outcome !== "taken") return;
    fields[kind].set(text.trim());
    if (FURTHER.includes(kind)) sayFurther();
  }

  async function switchAutomatic() {
    const outcome = await post("/api/watch", { on: watching() === "off" });
    if (outcome !== "taken") say(outcome === "locked" ? shown.texts.locked : shown.texts.no_answer, true);
  }

  function say(text, isTrouble) {
    said.textContent = text;
    said.dataset.trouble = String(isTrouble);
    clearTimeout(silence);
    silence = setTimeout(() => (said.textContent = ""), isTrouble ? TROUBLE_SHOWN_MS : SAID_SHOWN_MS);
  }

  function switchScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  }

  // What is folded up is still said: parts are recorded with it.
  function sayFurther() {
    const set = FURTHER.map((kind) => fields[kind].known()).filter(Boolean);
    more.say(shown.texts.more, set.join(" · "));
  }

  // The news are newer than what the page was run with; null while there is no station.
  function watching() {
    return shown.watching && (document.documentElement.dataset.mbWatching ?? shown.watching);
  }

  function paintWatching() {
    const now = watching();
    automatic.say(shown.texts.automatic, shown.watching_words[now ?? "off"], now !== null && now !== "off");
    automatic.element.disabled = now === null;
    automatic.element.dataset.watching = now ?? "";
  }

  function paint() {
    const { texts } = shown;
    const isAtWork = shown.watching !== null;
    fields.order.label(texts.order, texts.order_hint, isAtWork);
    fields.serial.label(texts.serial, texts.serial_hint, isAtWork);
    for (const kind of FURTHER) fields[kind].label(texts[kind], texts.order_hint, isAtWork);
    sayFurther();
    paintWatching();
    automatic.element.hidden = shown.part_triggers;
    automatic.element.title = texts.automatic_hint;
    sounding.say(texts.sound, sound.isOn() ? texts.sound_on : texts.sound_off, sound.isOn());
    screenButton.say(document.fullscreenElement ? texts.window : texts.full_screen, "");
  }

  const onRecorded = (event) => sound.play(event.detail.verdict);
  const stopScans = listenForScans((text) => take("serial", text));
  document.addEventListener("mb-part", onRecorded);
  document.addEventListener("mb-watching", paintWatching);
  document.addEventListener("fullscreenchange", paint);
  return {
    show(data) {
      shown = data;
      for (const [kind, one] of Object.entries(fields)) one.set(data.job[kind] ?? "");
      paint();
    },
    close() {
      stopScans();
      sound.close();
      document.removeEventListener("mb-part", onRecorded);
      document.removeEventListener("mb-watching", paintWatching);
      document.removeEventListener("fullscreenchange", paint);
    },
  };
}

// A text field that sends what it says with Enter or when it is left, once. What a person is typing stays.
function field(name, send) {
  const word = html("span", "");
  const input = html("input", "");
  Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, enterKeyHint: "done" });
  input.dataset.field = name;
  const isTyping = () => document.activeElement === input;
  let known = "";
  input.onchange = () => send(input.value);
  input.onkeydown = (event) => {
    if (event.key === "Escape") input.value = known;
    if (event.key === "Enter" || event.key === "Escape") input.blur(); // the foot switch works again
  };
  return {
    element: html("label", `mb-bar-field mb-bar-${name}`, word, input),
    label(text, hint, isEnabled) {
      word.textContent = text;
      input.placeholder = hint;
      input.disabled = !isEnabled;
    },
    set(text) {
      if (!isTyping()) input.value = text;
      known = text;
    },
    known: () => known,
  };
}

// A button that says what it is about, and how that stands.
function barButton(className, act) {
  const [name, state] = [html("b", ""), html("span", "")];
  const element = html("button", `mb-bar-button ${className}`, name, state);
  element.type = "button";
  element.onclick = act;
  return {
    element,
    say(title, words) {
      name.textContent = title;
      state.textContent = words;
    },
  };
}

function onOff(className, act) {
  const { element, say } = barButton(className, act);
  element.setAttribute("role", "switch");
  return {
    element,
    say(title, words, isOn) {
      say(title, words);
      element.setAttribute("aria-checked", String(isOn));
    },
  };
}

// Resolves to "taken", "locked", "refused", or "no_answer".
async function post(address, body) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(JOB_ANSWERED_WITHIN_MS),
    });
    if (answer.ok) return "taken";
    if (SESSION_IS_OVER.has(answer.status)) return "locked";
    return answer.status === 422 ? "refused" : "no_answer";
  } catch {
    return "no_answer";
  }
}
