// What every form of the master's word is made of: buttons, and the way to the station.

const KEPT = "mb-masters-word"; // sent, and no answer yet: sent again when the page is loaded again
const ANSWERED_WITHIN_MS = 15000;
const SAID_BY_STATUS = { 401: "locked", 403: "locked", 404: "unknown", 409: "conflict", 412: "faster", 422: "refused" };

function button(className, act, ...children) {
  const element = html("button", className, ...children);
  element.type = "button";
  element.onclick = act;
  return element;
}

// Made anew only when they say something else: the one under a finger or the focus stays.
function buttons(place, wanted, make) {
  const said = JSON.stringify(wanted);
  if (place.dataset.said === said) return;
  place.dataset.said = said;
  place.replaceChildren(...wanted.map(make));
}

// Resolves to "saved", to the name of the text that says why not, or to "no_answer".
async function send(word) {
  keep({ ...kept(), [word.override_id]: word });
  let answer;
  try {
    answer = await fetch("/api/overrides", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(word),
      keepalive: true, // a page that is loaded again or closed does not take it back
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
  } catch {
    return "no_answer";
  }
  const { [word.override_id]: _answered, ...others } = kept();
  keep(others);
  return answer.ok ? "saved" : (SAID_BY_STATUS[answer.status] ?? "stopped");
}

function kept() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
}

function keep(words) {
  sessionStorage.setItem(KEPT, JSON.stringify(words));
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
