// What becomes of the part that is shown. The id is made when the form opens, and goes with every attempt to send it:
// a double click or a lost answer is recorded once.

const SAVED_SHOWN_MS = 1500;
const ANSWERED_WITHIN_MS = 15000;
const SAID_BY_STATUS = { 401: "locked", 403: "locked", 404: "unknown", 409: "conflict", 422: "refused" };
const forms = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".mb-disposition");
  if (!forms.has(root)) forms.set(root, openForm(root));
  forms.get(root).show(data);
  return () => setTimeout(() => root.isConnected || forms.delete(root)); // called now and then for an element that stays
}

function openForm(root) {
  let shown = null; // what the page says now
  let about = null; // what the form was opened for
  let id = newId();
  let [fate, cause, role] = [null, null, null];
  let state = "idle"; // or "saving", "saved"
  let wasRefused = false; // the master's session was over when he spoke

  const fold = button("mb-master-fold", () => (form.hidden ? unfold() : foldUp()));
  const heading = html("p", "mb-disposition-about");
  const fates = html("div", "mb-disposition-fates");
  const causes = html("div", "mb-master-picks");
  const picks = html("div", "mb-master-picks");
  const [reasonName, reason] = [html("span", ""), field(200)];
  const [costName, cost] = [html("span", ""), field(12)];
  const roles = html("div", "mb-master-roles");
  const save = button("mb-disposition-save", give);
  const said = html("p", "mb-master-said");
  const { notice, showLogin } = loginNotice(() => {});
  const typed = html("div", "mb-disposition-typed", html("label", "", reasonName, reason), html("label", "mb-disposition-cost", costName, cost));
  const form = html("div", "mb-master-form", heading, notice, fates, causes, picks, typed, roles, save, said);
  said.setAttribute("role", "status");
  for (const place of [fates, causes, roles]) place.setAttribute("role", "radiogroup");
  cost.inputMode = "decimal";
  reason.oninput = () => paint();
  root.replaceChildren(fold, form);
  foldUp();

  function unfold() {
    begin();
    form.hidden = false;
    fold.setAttribute("aria-expanded", "true");
    form.scrollIntoView({ block: "nearest" });
  }

  function foldUp() {
    form.hidden = true;
    fold.setAttribute("aria-expanded", "false");
    reason.blur();
    cost.blur(); // a field that keeps the focus would keep the foot switch from inspecting
  }

  function begin() {
    about = shown;
    [id, fate, cause, wasRefused] = [newId(), null, about.cause, false];
    reason.value = cost.value = "";
    say("");
    paint();
  }

  function say(text, isTrouble = false) {
    said.textContent = text;
    said.dataset.trouble = String(isTrouble);
  }

  function isLost() {
    return fate !== null && fate !== "good";
  }

  function paint() {
    const { texts } = shown;
    fold.textContent = shown.said ? `${texts.title}: ${shown.said}` : texts.title;
    heading.textContent = `${texts.fate} · ${about.about}`;
    reasonName.textContent = texts.reason;
    reason.placeholder = texts.typed;
    costName.textContent = texts.cost;
    save.textContent = texts.save;
    roles.setAttribute("aria-label", texts.role);
    fates.setAttribute("aria-label", texts.fate);
    causes.setAttribute("aria-label", texts.cause);
    role ??= shown.roles[0].role;
    const isLocked = shown.locked || wasRefused;
    showLogin(isLocked, shown);
    fates.hidden = isLocked;
    roles.hidden = save.hidden = isLocked || fate === null;
    for (const place of [causes, picks, typed]) place.hidden = isLocked || !isLost();
    causes.hidden ||= about.causes.length === 0;
    options(fates, about.fates, ({ fate: name }) => name === fate, ({ fate: name, word }) => fateButton(name, word));
    options(causes, [...about.causes, { cause: null, word: texts.no_cause }], ({ cause: name }) => name === cause, ({ cause: name, word }) =>
      choice(() => ((cause = name), paint()), word));
    options(roles, shown.roles, ({ role: name }) => name === role, ({ role: name, word }) => choice(() => ((role = name), paint()), word));
    picks.replaceChildren(...shown.picks.map((text) => pickButton(text)));
    save.disabled = state !== "idle";
  }

  // Made anew only when they say something else: the one under a finger or the focus stays.
  function options(place, wanted, isChosen, make) {
    const words = JSON.stringify(wanted);
    if (place.dataset.said !== words) {
      place.dataset.said = words;
      place.replaceChildren(...wanted.map(make));
    }
    wanted.forEach((one, index) => place.children[index].setAttribute("aria-checked", String(isChosen(one))));
  }

  function choice(act, word) {
    const element = button("mb-master-choice", act, word);
    element.setAttribute("role", "radio");
    return element;
  }

  function fateButton(name, word) {
    const element = button(`mb-disposition-fate mb-fate-${name}`, () => take(name), word);
    element.setAttribute("role", "radio");
    element.dataset.fate = name;
    return element;
  }

  function pickButton(text) {
    const element = button("mb-master-choice", () => ((reason.value = text), say(""), paint()), text);
    element.setAttribute("aria-pressed", String(reason.value === text));
    return element;
  }

  function take(name) {
    fate = name;
    cost.value = about.fates.find((one) => one.fate === name).cost;
    say("");
    paint();
  }

  async function give() {
    if (state !== "idle") return;
    const why = reason.value.trim();
    if (isLost() && !why) return say(shown.texts.no_reason, true);
    const cents = isLost() ? centsOf(cost.value) : 0;
    if (cents === null) return say(shown.texts.no_cost, true);
    state = "saving";
    say(shown.texts.saving);
    paint();
    const outcome = await send({
      disposition_id: id,
      record_id: about.record_id,
      fate,
      cause: isLost() ? cause : null,
      reason: isLost() ? why : null,
      cost_cents: cents,
      role,
    });
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

  return {
    show(data) {
      shown = data;
      if (about?.record_id === shown.record_id) about = shown; // perhaps in the other language
      else {
        state = "idle";
        if (about !== null) foldUp(); // another part is shown: what was chosen was not about it
        begin();
      }
      paint();
    },
  };
}

function field(longest) {
  return Object.assign(html("input", ""), { type: "text", maxLength: longest, autocomplete: "off" });
}

function button(className, act, ...children) {
  const element = html("button", className, ...children);
  element.type = "button";
  element.onclick = act;
  return element;
}

// "12,5" and "12.50 €" are 1250 cents; null is no number, and nothing is none.
function centsOf(typed) {
  const bare = typed.replace("€", "").trim().replace(",", ".");
  return /^\d+(\.\d*)?$/.test(bare) ? Math.round(Number(bare) * 100) : null;
}

// Resolves to "saved", to the name of the text that says why not, or to "no_answer".
async function send(disposition) {
  try {
    const answer = await fetch("/api/dispositions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(disposition),
      keepalive: true, // a page that is loaded again or closed does not take it back
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    return answer.ok ? "saved" : (SAID_BY_STATUS[answer.status] ?? "stopped");
  } catch {
    return "no_answer";
  }
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
