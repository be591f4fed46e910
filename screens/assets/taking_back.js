// The last part is taken back. Its withdrawal gets an id when the question opens, which goes with every attempt to send
// it: a double press or a lost answer takes one part back, once.

const TAKEN_BACK_WITHIN_MS = 15000;
const TAKEN_BACK_SHOWN_MS = 1200;
const SAID_OF_STATUS = { 401: "locked", 403: "locked", 404: "newer", 409: "newer" };
const questions = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".mb-taking-back");
  if (!questions.has(root)) questions.set(root, openQuestion(root));
  const question = questions.get(root);
  question.show(data);
  return () => {
    questions.delete(root);
    question.close();
  };
}

function openQuestion(root) {
  let shown = null;
  let about = null; // what the question was opened for
  let id = null;
  let isBusy = false;
  let newest = 0; // the last part that the screen shows, perhaps before `shown` has come

  const opener = button("mb-back-opener", ask);
  const heading = html("h2", "");
  const part = html("p", "mb-back-about");
  const choices = html("div", "mb-back-choices");
  const leave = button("mb-back-leave", () => dialog.close());
  const said = html("p", "mb-back-said");
  const dialog = html("dialog", "mb-dialog mb-back-dialog", heading, part, choices, leave, said);
  said.setAttribute("role", "status");
  root.replaceChildren(opener, dialog);

  function ask() {
    about = shown;
    id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    say("");
    paint();
    dialog.showModal(); // while it is open no key inspects a part
  }

  function paint() {
    const { texts } = about;
    heading.textContent = texts.why;
    dialog.setAttribute("aria-label", texts.why);
    part.replaceChildren(html("b", "", about.about), html("br", ""), texts.stays);
    leave.textContent = texts.leave;
    choices.replaceChildren(...about.choices.map(({ why, word }) => choice(why, word)));
    for (const one of [...choices.children, leave]) one.disabled = isBusy;
  }

  function choice(why, word) {
    const element = button("mb-back-choice", () => take(why));
    element.textContent = word;
    element.dataset.why = why;
    return element;
  }

  function say(text, isTrouble = false) {
    said.textContent = text;
    said.dataset.trouble = String(isTrouble);
  }

  function busy(is) {
    isBusy = is;
    for (const one of [...choices.children, leave]) one.disabled = is;
  }

  async function take(why) {
    if (isBusy) return;
    busy(true);
    say(about.texts.saving);
    const outcome = await send({ withdrawal_id: id, record_id: about.record_id, why });
    say(about.texts[outcome], outcome !== "saved");
    if (outcome === "locked") said.append(" ", loginLink(about.login, about.texts.login));
    if (outcome === "saved") await new Promise((done) => setTimeout(done, TAKEN_BACK_SHOWN_MS)); // a second press meets this
    busy(false);
    if (outcome === "saved") dialog.close();
  }

  function paintOpener() {
    opener.disabled = !shown || shown.record_id === null || shown.sequence < newest;
  }

  function onRecorded(event) {
    newest = event.detail.sequence;
    paintOpener();
  }

  document.addEventListener("mb-part", onRecorded);
  return {
    show(data) {
      shown = data;
      opener.textContent = data.texts.title;
      paintOpener();
    },
    close: () => document.removeEventListener("mb-part", onRecorded),
  };
}

function button(className, act) {
  const element = html("button", className);
  element.type = "button";
  element.onclick = act;
  return element;
}

// Resolves to the name of the text that says what came of it.
async function send(withdrawal) {
  try {
    const answer = await fetch("/api/withdrawals", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(withdrawal),
      keepalive: true, // a page that is loaded again does not take it back
      signal: AbortSignal.timeout(TAKEN_BACK_WITHIN_MS),
    });
    return answer.ok ? "saved" : (SAID_OF_STATUS[answer.status] ?? "stopped");
  } catch {
    return "no_answer";
  }
}
