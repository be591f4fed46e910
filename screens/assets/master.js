// The master's word on the part that is shown. Its id is made when the form opens, and goes with every attempt to send
// it: a double click, a lost answer or a page loaded again in the middle is recorded once.

const SAVED_SHOWN_MS = 1500;
const forms = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function (component) {
  const root = component.parentElement.querySelector(".mb-master");
  if (!forms.has(root)) {
    forms.set(root, openForm(root));
    for (const word of Object.values(kept())) sendAgain(root, word);
  }
  const form = forms.get(root);
  form.show(component.data);
  return () => setTimeout(() => {
    if (root.isConnected) return; // Streamlit calls it now and then for an element that stays, with what is typed there
    forms.delete(root);
    form.close();
  });
}

async function sendAgain(root, word) {
  const outcome = await send(word);
  if (outcome !== "saved") forms.get(root)?.tell(outcome);
}

function openForm(root) {
  let shown = null; // what the page says now
  let about = null; // what the form was opened for: it stays, once something is filled in
  let id = newId();
  let role = null;
  let state = "idle"; // or "saving", "saved"
  let newest = 0; // the last part that the screen shows, perhaps before `shown` has come
  let isWanted = false; // opened in that moment
  let wasRefused = false; // the master's session was over when he spoke

  const fold = button("mb-master-fold", () => (form.hidden ? unfold() : foldUp()));
  const heading = html("p", "mb-master-about");
  const picks = html("div", "mb-master-picks");
  const reason = Object.assign(html("input", ""), { type: "text", maxLength: 500, autocomplete: "off" });
  const reasonName = html("span", "");
  const roles = html("div", "mb-master-roles");
  const answers = html("div", "mb-master-answers");
  const said = html("p", "mb-master-said");
  const { notice, showLogin } = loginNotice(keepTyped);
  const form = html("div", "mb-master-form", heading, notice, picks, html("label", "", reasonName, reason), roles, answers, said);
  said.setAttribute("role", "status");
  roles.setAttribute("role", "radiogroup");
  root.replaceChildren(fold, form);
  foldUp();

  reason.oninput = () => paint();

  function unfold() {
    isWanted = newest > shown.newest;
    if (isWanted) return;
    begin();
    form.hidden = false;
    fold.setAttribute("aria-expanded", "true");
    form.scrollIntoView({ block: "nearest" });
  }

  function foldUp() {
    isWanted = false;
    form.hidden = true;
    fold.setAttribute("aria-expanded", "false");
    reason.blur(); // a field that keeps the focus would keep the foot switch from inspecting
  }

  function onRecorded(event) {
    newest = event.detail.sequence;
    if (!isTouched()) foldUp(); // a finger on its way must not meet another part's buttons
  }

  function begin() {
    about = shown;
    wasRefused = false;
    id = newId();
    reason.value = "";
    say("");
    paint();
  }

  function keepTyped() {
    if (about && state === "idle" && !form.hidden) keepDraft({ about, reason: reason.value, role });
  }

  // Where somebody was on the way to the login, and is back: the part is the one of then.
  function goOn(draft) {
    about = draft.about;
    role = draft.role;
    reason.value = draft.reason;
    form.hidden = false;
    fold.setAttribute("aria-expanded", "true");
  }

  function isTouched() {
    return !form.hidden && (state !== "idle" || reason.value.trim() !== "");
  }

  function say(text, isTrouble = false) {
    said.textContent = text;
    said.dataset.trouble = String(isTrouble);
  }

  function paint() {
    const { texts } = shown;
    fold.textContent = texts.title;
    reasonName.textContent = texts.reason;
    reason.placeholder = texts.typed;
    roles.setAttribute("aria-label", texts.role);
    role ??= shown.roles[0].role;
    const isOther = about.record_id !== shown.record_id;
    heading.textContent = isOther ? texts.other_part.replace("{about}", about.about) : about.about;
    heading.dataset.other = String(isOther);
    const isLocked = shown.locked || wasRefused;
    showLogin(isLocked, shown);
    roles.hidden = answers.hidden = isLocked;
    picks.hidden = reason.parentElement.hidden = isLocked && !reason.value; // what was typed stays to be seen
    buttons(picks, shown.picks, (text) => button("mb-master-choice", () => pick(text), text));
    buttons(roles, shown.roles, (one) => radio(one));
    buttons(answers, about.answers, ({ verdict, label }) => answer(verdict, label));
    for (const one of picks.children) one.setAttribute("aria-pressed", String(one.textContent === reason.value));
    for (const one of roles.children) one.setAttribute("aria-checked", String(one.dataset.role === role));
    for (const one of answers.children) one.disabled = state !== "idle";
  }

  function radio({ role: name, word }) {
    const element = button("mb-master-choice", () => take(name), word);
    element.setAttribute("role", "radio");
    element.dataset.role = name;
    return element;
  }

  function answer(verdict, label) {
    const element = button(`mb-master-answer mb-${verdict}`, () => give(verdict), shape(verdict), html("span", "", label));
    element.dataset.answer = verdict;
    return element;
  }

  function pick(text) {
    reason.value = text;
    say("");
    paint();
  }

  function take(name) {
    role = name;
    paint();
  }

  async function give(verdict) {
    if (state !== "idle") return;
    const why = reason.value.trim();
    if (!why) return say(shown.texts.no_reason, true);
    reason.blur();
    state = "saving";
    say(shown.texts.saving);
    paint();
    const outcome = await send({ override_id: id, record_id: about.record_id, verdict, role, reason: why });
    state = outcome === "saved" ? "saved" : "idle";
    wasRefused = outcome === "locked";
    if (outcome === "conflict") id = newId(); // the first press was recorded; this is another word
    say(shown.texts[outcome], outcome !== "saved");
    paint();
    if (outcome === "saved") setTimeout(end, SAVED_SHOWN_MS); // not at once: a second click must meet this form
  }

  function end() {
    state = "idle";
    foldUp();
  }

  document.addEventListener("mb-part", onRecorded);
  document.addEventListener("mb-leaving", keepTyped);
  return {
    close() {
      document.removeEventListener("mb-part", onRecorded);
      document.removeEventListener("mb-leaving", keepTyped);
    },
    tell(outcome) {
      unfold();
      say(shown.texts[outcome], true);
    },
    show(data) {
      shown = data;
      const draft = about === null ? takeDraft() : null;
      if (draft) goOn(draft);
      else if (about?.record_id === shown.record_id) about = shown; // perhaps in the other language
      else if (about === null || !isTouched()) {
        if (!form.hidden) foldUp();
        begin();
      }
      if (isWanted) unfold();
      paint();
    },
  };
}
