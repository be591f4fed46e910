// What is drawn goes to the station with every change, one at a time, the newest of each picture; until it is there it lies
// in the browser's own store, so that neither a reload nor a crash nor a power cut loses it.

const AGAIN_AFTER_MS = 1500;
const DESK = "mb-label-desk";
const UNSENT = "mb-label-unsent:";

// A number that this browser keeps: by it the station knows whose draft is whose.
function deskId() {
  const kept = localStorage.getItem(DESK);
  if (/^[0-9a-f]{32}$/.test(kept ?? "")) return kept;
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  localStorage.setItem(DESK, id);
  return id;
}

async function askStation(address, body) {
  const posted = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const answer = await fetch(address, body === undefined ? {} : posted);
    return { status: answer.status, said: await answer.json() };
  } catch {
    return { status: 0, said: {} }; // nobody answered, or not in JSON
  }
}

// `told` is called with "saved", "waiting", "unsaved" (it is tried again) or "locked" (somebody has to log in).
function openSaving(base, desk, told) {
  const waiting = new Map(); // by picture
  let sending = null;
  let timer = 0;
  let closed = false;

  function keep(sha256, draft) {
    localStorage.setItem(UNSENT + base + sha256, JSON.stringify(draft));
    waiting.set(sha256, draft);
    told("waiting");
    pump();
  }

  function pump() {
    if (sending || !waiting.size || closed) return;
    clearTimeout(timer);
    const [sha256, draft] = waiting.entries().next().value;
    sending = send(sha256, draft).then((status) => {
      sending = null;
      if (status === 200 || status === 404 || status === 413 || status === 422) {
        if (waiting.get(sha256) === draft) forget(sha256); // else there is a newer one
        told(status !== 200 ? "refused" : waiting.size ? "waiting" : "saved");
        pump();
      } else {
        told(status === 401 || status === 403 ? "locked" : "unsaved");
        if (!closed) timer = setTimeout(pump, AGAIN_AFTER_MS);
      }
    });
  }

  async function send(sha256, draft) {
    return (await askStation(`${base}/pictures/${sha256}/draft`, { desk, draft })).status;
  }

  function forget(sha256) {
    waiting.delete(sha256);
    localStorage.removeItem(UNSENT + base + sha256);
  }

  return {
    keep,
    forget,
    // What did not reach the station before the page was left; null where nothing.
    unsent: (sha256) => JSON.parse(localStorage.getItem(UNSENT + base + sha256) ?? "null"),
    // Until nothing of it is under way: what is handed in must not be overtaken by its own draft.
    async rest(sha256) {
      waiting.delete(sha256);
      while (sending) await sending;
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
