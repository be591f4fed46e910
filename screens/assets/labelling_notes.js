// What is said above and below the picture: why it is here, whether all is kept, what went wrong, and the keys.

const LABEL_LOCKED = new Set([401, 403]);

function openNotes({ texts, login, mode }, { act }) {
  const why = html("b", "");
  const note = html("span", "mb-label-note");
  const saved = html("span", "mb-label-saved");
  const said = html("p", "mb-label-said");
  const elsewhere = html("p", "mb-label-elsewhere", html("span", "", texts.open_elsewhere), labelButton("", () => act("skip"), texts.other_picture));
  const asked = html("p", "mb-label-elsewhere", html("span", "", texts.locked), loginLink(login, texts.login));
  const overtaken = html(
    "div", "mb-label-overtaken", html("b", "", texts.overtaken), html("span", "", texts.overtaken_what),
    labelButton("mb-label-main", () => act("mine"), texts.keep_mine), labelButton("", () => act("theirs"), texts.take_theirs),
  );
  const top = html("p", "mb-label-why", why, note, saved);
  const help = html("p", "mb-label-help", texts[`help_${mode}`]);
  saved.setAttribute("role", "status");
  said.setAttribute("role", "status");
  overtaken.setAttribute("role", "alert");
  elsewhere.setAttribute("role", "status");
  elsewhere.hidden = asked.hidden = overtaken.hidden = true;

  function say(text, isTrouble = false) {
    said.textContent = text;
    said.dataset.trouble = String(isTrouble);
  }

  return {
    top,
    over: html("div", "mb-label-over", asked, overtaken), // on the picture, which never moves under a hand
    bottom: html("div", "mb-label-bottom", said, elsewhere, help),
    say,
    saved(state) {
      asked.hidden = state !== "locked";
      saved.textContent = texts[`saved_${state}`];
      saved.dataset.state = state;
    },
    failed(status, { error }) {
      asked.hidden = !LABEL_LOCKED.has(status);
      const words = { 0: texts.no_answer, 401: texts.locked, 403: texts.locked, 404: texts.gone, 503: texts.stopped }[status];
      say(words ?? `${texts.refused} ${error ?? ""}`.trim(), true);
    },
    opened({ drawing, open_elsewhere, why: brought }, entry, { isDraft, conflict }) {
      why.textContent = drawing ? texts[`state_${drawing.state}`] : texts[`why_${entry?.why ?? brought}`];
      note.textContent = drawing?.note ? `„${drawing.note}“` : "";
      saved.textContent = isDraft ? texts.saved_draft : "";
      saved.dataset.state = "saved";
      elsewhere.hidden = !open_elsewhere;
      overtaken.hidden = !conflict;
    },
    nothing({ gathering }) {
      why.textContent = gathering ? texts.gathering : texts.nothing_left;
      note.textContent = saved.textContent = "";
      elsewhere.hidden = overtaken.hidden = true;
    },
    others(isOpen) {
      elsewhere.hidden = !isOpen;
    },
    conflict() {
      overtaken.hidden = false;
      say("");
    },
    settled() {
      overtaken.hidden = true;
    },
  };
}

// Large buttons over the picture, for whoever has no keyboard.
function openTools(texts, act) {
  const names = [["box", "▭"], ["polygon", "⬠"], ["remove", "✕"], ["undo", "↶"], ["redo", "↷"], ["smaller", "−"], ["bigger", "+"], ["whole", "⤢"]];
  const buttons = Object.fromEntries(names.map(([name, sign]) => {
    const mark = html("i", "", sign);
    mark.setAttribute("aria-hidden", "true");
    const one = labelButton("", () => act(name), mark, html("span", "", texts[name]));
    one.dataset.act = name;
    return [name, one];
  }));
  const element = html("div", "mb-label-tools", ...Object.values(buttons));
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", texts.tools);
  return {
    element,
    paint({ isPolygon, canRemove, canUndo, canRedo }) {
      buttons.remove.disabled = !canRemove;
      buttons.box.setAttribute("aria-pressed", String(!isPolygon));
      buttons.polygon.setAttribute("aria-pressed", String(isPolygon));
      buttons.undo.disabled = !canUndo;
      buttons.redo.disabled = !canRedo;
    },
  };
}
