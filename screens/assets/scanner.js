// A scanner is a keyboard that types faster than a person and ends with Enter. What it types outside a text field is
// one number; none of its keys may inspect a part or press a button that happens to have the focus.
// A blank that comes first cannot be told from a foot switch: then the part is inspected, and the number still taken.

const SCAN_GAP_MS = 100; // a Bluetooth scanner pauses for up to 50 ms between two keys; the hand on a foot switch longer
const SCAN_MEAN_MS = 50;
const SHORTEST_SCAN = 3;

// Calls `onScan` with each number; returns what ends it.
function listenForScans(onScan) {
  const swallowed = new Set();
  let text = "";
  let from = 0;
  let lastAt = -Infinity;

  function isInScan(now) {
    return text !== "" && now - lastAt <= SCAN_GAP_MS;
  }

  function onDown(event) {
    if (event.isComposing || isTextField(event.composedPath()[0])) {
      text = "";
      return;
    }
    if (event.key === "Enter") return onEnter(event);
    const withAltGr = event.getModifierState("AltGraph");
    if (event.key.length !== 1 || event.repeat || ((event.ctrlKey || event.metaKey || event.altKey) && !withAltGr)) return;
    const isFirst = !isInScan(event.timeStamp);
    if (isFirst) [text, from] = ["", event.timeStamp];
    text += event.key;
    lastAt = event.timeStamp;
    // a letter is kept from the page's own shortcuts, but not from the picture that is shown large
    if (event.key === " " ? !isFirst : !document.querySelector("dialog[open]")) swallow(event);
  }

  function onEnter(event) {
    const length = text.length;
    const isScan = length >= SHORTEST_SCAN && isInScan(event.timeStamp) && (lastAt - from) / (length - 1) <= SCAN_MEAN_MS;
    const scanned = text.trim();
    text = "";
    if (!isScan || !scanned) return;
    swallow(event);
    onScan(scanned);
  }

  function swallow(event) {
    swallowed.add(event.code);
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function onUp(event) {
    if (!swallowed.delete(event.code)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  window.addEventListener("keydown", onDown, true); // at the window: before the trigger, which listens at the document
  window.addEventListener("keyup", onUp, true);
  return () => {
    window.removeEventListener("keydown", onDown, true);
    window.removeEventListener("keyup", onUp, true);
  };
}
