// The keyboard alone suffices. The keys of the foot switch inspect nothing here; the space bar, held, moves the picture.

const ONE_PX = 1;
const FAR_PX = 10;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEY_ACTS = {
  a: "accept", r: "refuse", n: "no_defect", v: "copy", o: "outline", g: "suggest", p: "polygon", k: "box", i: "insert", w: "choose_next",
  s: "skip", x: "set_aside", b: "send_back", c: "compare", delete: "remove", backspace: "remove", "+": "bigger", "=": "bigger", "-": "smaller",
  0: "whole", escape: "escape",
};
const WITH_SHIFT = { a: "accept_all", r: "refuse_all" };

function openKeys({ act, stage, work, onFoot }) {
  function onKey(event) {
    const target = event.composedPath()[0];
    if (isTextField(target) || document.querySelector("dialog[open], [role=dialog], [data-testid=stPopoverBody]")) return;
    const isOnStage = stage.element.contains(target) || target === document.body;
    const isButton = target.matches?.("button, a, summary, [role=button], [role=radio]");
    if (event.code === "F8" || (event.code === "Space" && !isButton)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.code === "Space") stage.holdSpace(event.type === "keydown");
      else if (event.type === "keydown" && !event.repeat) onFoot();
      return;
    }
    if (event.type !== "keydown" || event.altKey) return;
    if (takes(event, isOnStage, isButton)) {
      event.preventDefault();
      event.stopImmediatePropagation(); // some letters mean something to Streamlit, too
    }
  }

  function takes(event, isOnStage, isButton) {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      const step = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
      if (step) act(step);
      return step !== null || (ARROWS[event.key] !== undefined && isOnStage && grow(event));
    }
    if (ARROWS[event.key]) return isOnStage && nudge(event);
    if (event.key === "Enter") return !isButton && !event.repeat && (act(stage.element.dataset.enter), true);
    const name = /^[1-9]$/.test(key) ? key : (event.shiftKey && WITH_SHIFT[key]) || KEY_ACTS[key];
    if (!name || event.repeat) return Boolean(name);
    act(name);
    return true;
  }

  // A chosen shape goes a little way; where none is chosen, the picture does.
  function nudge(event) {
    const far = event.shiftKey ? FAR_PX : ONE_PX;
    const [x, y] = ARROWS[event.key].map((way) => way * far);
    const shape = work.chosen();
    if (shape) work.replace(taken(moved(shape, x, y, stage.view.size())));
    else stage.view.moveBy(-x * 16, -y * 16);
    return true;
  }

  // With Ctrl the right lower corner goes alone.
  function grow(event) {
    const shape = work.chosen();
    if (!shape || shape.polygon) return false;
    const [x, y] = ARROWS[event.key].map((way) => way * (event.shiftKey ? FAR_PX : ONE_PX));
    const changed = resized(shape, "se", stage.view.inside([shape.xyxy[2] + x, shape.xyxy[3] + y]));
    if (!isTooSmall(changed.xyxy)) work.replace(taken(changed));
    return true;
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("keyup", onKey, true);
  return {
    close() {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("keyup", onKey, true);
    },
  };
}
