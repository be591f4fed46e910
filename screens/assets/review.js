// The master decides one part after the other. The keyboard alone suffices; the keys of the foot switch do nothing here.
// Every word carries an id of its own and the number of words that were seen: a double click, a lost answer, a page
// loaded again and a second browser make one word.

const FOOT_SWITCH = new Set(["Space", "F8"]);
const ROLE = "mb-review-role";
const SAVED_SHOWN_MS = 700;
const reviews = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function (component) {
  const root = component.parentElement.querySelector(".mb-review-form");
  if (!reviews.has(root)) reviews.set(root, openReview(root));
  const review = reviews.get(root);
  review.show(component);
  return () => {
    reviews.delete(root);
    review.close();
  };
}

function openReview(root) {
  let component = null;
  let about = null; // the part that is being decided
  let id = newId();
  let state = "idle"; // or "saving", "saved", "gone"
  let role = sessionStorage.getItem(ROLE); // chosen by a person, once

  const heading = html("p", "mb-master-about");
  const picks = html("div", "mb-master-picks");
  const reason = Object.assign(html("input", ""), { type: "text", maxLength: 500, autocomplete: "off" });
  const reasonName = html("span", "");
  const roleName = html("p", "mb-review-name");
  const roles = html("div", "mb-master-roles");
  const answers = html("div", "mb-master-answers");
  const onward = button("mb-review-onward", () => leave());
  const said = html("p", "mb-master-said");
  const words = html("div", "mb-review-words", picks, html("label", "", reasonName, reason), roleName, roles, answers);
  root.replaceChildren(html("div", "mb-master-form", heading, words, said, onward));
  said.setAttribute("role", "status");
  roles.setAttribute("role", "radiogroup");
  reason.oninput = () => paint();

  function data() {
    return component.data;
  }

  function say(text, isTrouble = false) {
    said.textContent = text;
    said.dataset.trouble = String(isTrouble);
  }

  function paint() {
    const { form, texts, keys } = data();
    heading.textContent = form.about;
    reasonName.textContent = texts.reason;
    reason.placeholder = texts.typed;
    roleName.textContent = texts.role;
    roles.setAttribute("aria-label", texts.role);
    buttons(picks, form.picks, (text) => button("mb-master-choice", () => pick(text), keySign(form.picks.indexOf(text) + 1), text));
    buttons(roles, form.roles, (one) => radio(one));
    buttons(answers, form.answers, ({ verdict, label }) => answer(verdict, label, keys[verdict]));
    const picked = form.picks.indexOf(reason.value);
    [...picks.children].forEach((one, index) => one.setAttribute("aria-pressed", String(index === picked)));
    for (const one of roles.children) one.setAttribute("aria-checked", String(one.dataset.role === role));
    for (const one of root.querySelectorAll(".mb-review-words button, .mb-review-words input")) one.disabled = state !== "idle";
    words.hidden = state === "gone";
    onward.hidden = state !== "gone" && !data().can_skip;
    onward.disabled = state === "saving" || state === "saved";
    onward.replaceChildren(keySign(keys.onward), state === "gone" ? texts.onward : texts.later);
    onward.dataset.main = String(state === "gone");
  }

  function radio({ role: name, word }) {
    const element = button("mb-master-choice", () => take(name), word);
    element.setAttribute("role", "radio");
    element.dataset.role = name;
    return element;
  }

  function answer(verdict, label, key) {
    const element = button(`mb-master-answer mb-${verdict}`, () => give(verdict), shape(verdict), html("span", "", label), keySign(key));
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
    sessionStorage.setItem(ROLE, name);
    say("");
    paint();
  }

  async function give(verdict) {
    if (state !== "idle") return;
    const { texts, form, words_seen } = data();
    const why = reason.value.trim();
    if (!why) return say(texts.no_reason, true);
    if (!role) return say(texts.no_role, true);
    reason.blur();
    state = "saving";
    say(texts.saving);
    paint();
    const { record_id } = form;
    const outcome = await send({ override_id: id, record_id, verdict, role, reason: why, words_seen });
    if (about === record_id) told(outcome);
  }

  function told(outcome) {
    state = { saved: "saved", faster: "gone" }[outcome] ?? "idle";
    if (outcome === "conflict") id = newId(); // the first press was recorded; this is another word
    say(data().texts[outcome], outcome !== "saved");
    paint();
    if (outcome === "saved") setTimeout(leave, SAVED_SHOWN_MS); // not at once: what was saved is read first
  }

  function leave() {
    component.setTriggerValue("onward", data().sequence);
  }

  function begin() {
    about = data().form.record_id;
    id = newId();
    state = "idle";
    reason.value = "";
    say("");
  }

  // A word that was under way when the page was loaded again.
  async function sendAgain(word) {
    const outcome = await send(word);
    if (about === word.record_id && state !== "saved") told(outcome);
  }

  function onKey(event) {
    const target = event.composedPath()[0];
    if (FOOT_SWITCH.has(event.code) && !(isTextField(target) && event.code === "Space")) {
      event.preventDefault();
      event.stopPropagation();
      if (event.type === "keydown" && !event.repeat && state === "idle") say(data().texts.no_inspecting, true);
      return;
    }
    if (event.type !== "keydown" || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isTextField(target)) {
      if (target === reason && (event.key === "Enter" || event.key === "Escape")) reason.blur();
      return;
    }
    if (document.querySelector("dialog[open], [role=dialog], [data-testid=stPopoverBody]")) return;
    act(event.key.toUpperCase());
  }

  function act(key) {
    const { form, keys } = data();
    const picked = form.picks[Number(key) - 1];
    if (picked && state === "idle") pick(picked);
    for (const { verdict } of form.answers) if (key === keys[verdict]) give(verdict);
    if (key === keys.onward && !onward.hidden && !onward.disabled) leave();
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("keyup", onKey, true); // a button under the focus would be pressed by the key going up
  return {
    show(newComponent) {
      const isFirst = component === null;
      component = newComponent;
      if (about !== data().form.record_id) begin();
      if (data().gone && state === "idle") {
        state = "gone";
        say(data().gone, true);
      }
      paint();
      if (isFirst) Object.values(kept()).forEach(sendAgain);
    },
    close() {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("keyup", onKey, true);
    },
  };
}

function keySign(key) {
  const element = html("kbd", "mb-key", String(key));
  element.setAttribute("aria-hidden", "true");
  return element;
}
