// A drawing is handed in once, whatever happens to the answer; where somebody else was faster, a person decides.

function openHanding({ root, base, desk, texts, copied, work, stage, notes, saving, at, keepDraft, paint, leave, onward }) {
  async function handIn(state, { note = "", isEmpty = false } = {}) {
    if (!at.picture || at.isBusy || at.conflict || stage.closeOutline()) return;
    const drawn = work.kept();
    if (state !== "set-aside" && work.suggested().length) return notes.say(texts.suggestions_left, true);
    if (state === "drawn" && !drawn.length && !isEmpty) return notes.say(texts.nothing_drawn, true);
    const { sha256, based_on } = at.picture;
    if (state === "drawn" && stands(drawn)) {
      saving.forget(sha256);
      notes.say(texts.unchanged);
      return onward();
    }
    at.isBusy = true; // from now on no hand changes what is being handed in
    notes.say(texts.saving);
    paint();
    await saving.rest(sha256);
    const shapes = drawn.map(plainShape);
    const { status, said } = await askStation(`${base}/pictures/${sha256}/drawing`, { desk, based_on, shapes, state, note });
    at.isBusy = false;
    if (at.isClosed) return;
    if (status !== 200) return notHandedIn(status, said);
    saving.forget(sha256);
    if (state !== "set-aside") localStorage.setItem(copied, JSON.stringify({ sha256, ...stage.view.size(), shapes }));
    at.looks += 1;
    at.queue = { ...at.queue, entries: at.queue.entries.filter((one) => one.sha256 !== sha256) };
    leave();
    notes.say(texts[`done_${state}`]);
    await onward();
  }

  // Whether all of it was handed in before, and nobody wants it otherwise.
  function stands(drawn) {
    const before = at.picture.drawing;
    if (!before || before.state === "sent-back" || before.state === "set-aside") return false;
    return JSON.stringify(before.shapes) === JSON.stringify(drawn.map(plainShape));
  }

  function notHandedIn(status, said) {
    if (status === 409) {
      at.conflict = said.now;
      at.picture = { ...at.picture, drawing: said.now };
      notes.conflict();
    } else notes.failed(status, said);
    keepDraft();
    paint();
  }

  // After somebody was faster: the own drawing goes on behind the other, or is given up for it.
  function settle(isMine) {
    const theirs = at.conflict;
    at.conflict = null;
    at.picture = { ...at.picture, based_on: theirs.revision };
    if (isMine) keepDraft();
    else {
      saving.forget(at.picture.sha256);
      askStation(`${base}/pictures/${at.picture.sha256}/draft`, { desk, draft: null });
      work.begin(theirs.shapes.map(toldShape));
    }
    notes.settled();
    notes.say(isMine ? texts.mine_stays : texts.theirs_stays);
    paint();
  }

  return {
    handIn,
    settle,
    noDefect() {
      if (work.kept().length) return notes.say(texts.delete_first, true);
      if (work.suggested().length) work.put([]);
      handIn("drawn", { isEmpty: true });
    },
    async ask(question, state) {
      const why = await openQuestion(root, question);
      if (why && !at.isClosed) await handIn(state, { note: why });
    },
    // A draft that stands there already was handed in, and the answer was lost.
    stillMeant(draft, drawing) {
      const isOld = draft && drawing && draft.based_on < drawing.revision;
      return isOld && sameDrawing(draft.shapes, drawing.shapes) ? null : draft;
    },
  };
}
