// The room of drawing: the strip of pictures, the picture, the buttons. It asks the station by itself, so that no key waits
// for the page to be drawn anew.

const STILL_HERE_MS = 4000;
const LOOK_AGAIN_MS = 2500;
const NO_QUEUE = { entries: [], counts: { open: 0, drawn: 0, approved: 0, sent_back: 0, set_aside: 0 }, classes: [], gathering: false };
const rooms = new WeakMap();

// Streamlit calls this again for every new `data` and calls only the last answer, when the element goes away.
export default function (component) {
  const root = component.parentElement.querySelector(".mb-label");
  const { part, mode, language } = component.data;
  const about = [part, mode, language].join();
  if (rooms.get(root)?.about !== about) {
    rooms.get(root)?.close();
    rooms.set(root, openRoom(root, about, component.data));
  }
  return () => {
    rooms.get(root)?.close();
    rooms.delete(root);
  };
}

function openRoom(root, about, data) {
  const { part, mode, texts, language } = data;
  const base = `/api/labels/${part}`;
  const desk = deskId();
  const copied = `mb-label-copied:${part}`;
  const skipped = new Set();
  // `picture` is as the station told it, `conflict` the drawing of somebody who was faster, `opened` counts what was asked for,
  // `looks` the queues: one that was asked for before another, or before a drawing was handed in, counts no more.
  const at = { queue: NO_QUEUE, picture: null, conflict: null, classNow: null, opened: 0, looks: 0, isBusy: false, isClosed: false };
  let pile = mode === "approve" ? "drawn" : "next";
  let isPolygon = false;
  let timer = 0;

  const work = openWork((isStep) => {
    if (isStep) {
      notes.say("");
      keepDraft();
    }
    paint();
  });
  const compare = openCompare(() => texts);
  const stage = openStage({ work, isPolygon: () => isPolygon, classNow: () => (at.picture && !at.isBusy ? at.classNow : null), onTold: (name) => notes.say(texts[name]), hints, onView: paintCompare });
  const notes = openNotes(data, { act });
  const saving = openSaving(base, desk, (state) => notes.saved(state));
  const strip = openStrip({ mode, pileNow: () => pile, onPile: takePile, onPicture: (sha256) => (notes.say(""), open(sha256)), texts: () => texts });
  const side = openSide({ mode, act, texts: () => texts });
  const acts = openActs({ root, base, texts, copied, work, stage, notes, at, onClass });
  const handing = openHanding({ root, base, desk, texts, copied, work, stage, notes, saving, at, keepDraft, paint, leave, onward });
  const tools = openTools(texts, act);
  const middle = html("section", "mb-label-middle", notes.top, tools.element, html("div", "mb-label-views", stage.element, compare.element, notes.over), notes.bottom);
  strip.element.append(side.past);
  root.replaceChildren(strip.element, middle, side.element);
  stage.element.setAttribute("aria-label", texts.stage);
  stage.element.dataset.enter = mode === "approve" ? "approve" : "hand_in";
  const keys = openKeys({ act, stage, work, onFoot: () => notes.say(texts.no_inspecting, true) });

  function wordOf(name) {
    return data.class_words[name] ?? name;
  }

  function hints() {
    return { classes: at.queue.classes, wordOf, others: at.conflict ? at.conflict.shapes.map(toldShape) : [] };
  }

  function paint() {
    const chosen = work.chosen();
    stage.paint();
    tools.paint({ isPolygon, canRemove: Boolean(chosen) || stage.isDrawing(), canUndo: work.canUndo(), canRedo: work.canRedo() });
    const last = acts.copied();
    side.paint({
      names: at.queue.classes, wordOf, classNow: chosen?.class_name ?? at.classNow, mayAdd: data.may_approve, work, isBusy: at.isBusy,
      canCopy: Boolean(at.picture && last && last.sha256 !== at.picture.sha256), isOpen: at.picture !== null && !at.conflict,
      isApproved: at.picture?.drawing?.state === "approved",
    });
    paintCompare();
    root.dataset.picture = at.picture?.sha256 ?? "";
    root.dataset.revision = at.picture?.drawing?.revision ?? 0;
  }

  function paintCompare() {
    if (!compare.isShown()) return;
    compare.paint({ shapes: work.kept(), box: stage.view.box(), perPx: stage.view.perPx(), classes: at.queue.classes, wordOf });
  }

  // What is drawn next is of this class.
  function onClass(name, classes = at.queue.classes) {
    at.classNow = name;
    at.queue = { ...at.queue, classes };
    paint();
  }

  function basedOn() {
    return at.picture.drawing?.revision ?? 0;
  }

  function keepDraft() {
    if (at.picture) saving.keep(at.picture.sha256, { based_on: at.picture.based_on, shapes: work.kept().map(plainShape) });
  }

  async function look() {
    clearTimeout(timer);
    const mine = (at.looks += 1);
    const { status, said } = await askStation(`${base}/queue?pile=${pile}`);
    if (at.isClosed || mine !== at.looks) return;
    if (status === 200) {
      at.queue = said;
      at.classNow ??= at.queue.classes[0] ?? null;
      strip.paint(at.queue, at.picture?.sha256, base);
    } else notes.failed(status, said);
    if (!at.picture && at.queue.entries.length) await next();
    if (status !== 200 || at.queue.gathering || !at.picture) timer = setTimeout(look, LOOK_AGAIN_MS);
    paint();
  }

  async function takePile(name) {
    pile = name;
    skipped.clear();
    leave();
    notes.nothing(at.queue);
    await look();
  }

  // The first of the strip that was neither skipped nor just left.
  async function next() {
    const left = at.queue.entries.filter((one) => !skipped.has(one.sha256) && one.sha256 !== at.picture?.sha256);
    const entry = left[0] ?? null;
    if (entry) return open(entry.sha256);
    leave();
    notes.nothing(at.queue);
    skipped.clear();
    paint();
  }

  async function onward() {
    await next();
    await look();
  }

  // No picture is open: until the next one is there, no hand draws on the one before.
  function leave() {
    if (at.picture) askStation(`${base}/pictures/${at.picture.sha256}/presence`, { desk, leaves: true });
    at.opened += 1;
    at.picture = null;
    at.conflict = null;
    compare.show(false);
    work.begin([]);
    side.paintHistory([], texts, language);
  }

  async function open(sha256) {
    const mine = (at.opened += 1);
    const { status, said } = await askStation(`${base}/pictures/${sha256}?desk=${desk}`);
    if (at.isClosed || mine !== at.opened) return;
    if (status !== 200) return notes.failed(status, said);
    const revision = said.drawing?.revision ?? 0;
    const draft = handing.stillMeant(saving.unsent(sha256) ?? said.draft, said.drawing);
    if (!draft) saving.forget(sha256);
    const shapes = draft?.shapes ?? said.drawing?.shapes ?? [];
    at.picture = { ...said, based_on: draft?.based_on ?? revision };
    at.conflict = draft && draft.based_on < revision ? said.drawing : null;
    stage.stepBack(true);
    compare.show(false);
    work.begin(shapes.map(toldShape));
    stage.view.load(`${base}/pictures/${sha256}`, said.width_px, said.height_px);
    notes.opened(said, at.queue.entries.find((one) => one.sha256 === sha256), { isDraft: Boolean(draft), conflict: at.conflict });
    strip.paint(at.queue, sha256, base);
    if (saving.unsent(sha256)) keepDraft();
    paint();
    tellMore(mine, !said.drawing && !at.conflict);
  }

  async function tellMore(mine, fresh) {
    const address = `${base}/pictures/${at.picture.sha256}`;
    const [{ said: past }] = await Promise.all([askStation(`${address}/history`), fresh && mode === "draw" ? acts.suggest(true) : null]);
    if (at.isClosed || mine !== at.opened || !past.drawings) return;
    side.paintHistory(past.drawings, texts, language);
    if (mode !== "approve") return;
    compare.offer({ drawings: past.drawings.slice(0, -1), found: past.found }, language, paint);
    const found = (past.found ?? []).map((one) => ({ ...one }));
    const differ = past.found && (unlike(found, work.kept()).length || unlike(work.kept(), found).length);
    if (differ) showCompare(true);
  }

  function showCompare(isShown) {
    compare.show(isShown);
    if (isShown) compare.load(`${base}/pictures/${at.picture.sha256}`, stage.view.size());
    requestAnimationFrame(paint);
  }

  function act(name) {
    if (name.startsWith("class:")) return acts.takeClass(name.slice(6));
    if (/^[1-9]$/.test(name)) return at.queue.classes[name - 1] && acts.takeClass(at.queue.classes[name - 1]);
    if (anyTime[name]) return anyTime[name]();
    if (at.picture && !at.isBusy) withPicture[name]?.();
  }

  function escape() {
    stage.stepBack(true);
    work.choose(null);
  }

  function setPolygon(isOn) {
    isPolygon = isOn;
    stage.stepBack(true);
    notes.say(isOn ? texts.how_polygon : "");
    paint();
  }

  function skip() {
    skipped.add(at.picture.sha256);
    notes.say("");
    next();
  }

  async function stillHere() {
    if (!at.picture || document.hidden || at.isBusy) return;
    const { sha256 } = at.picture;
    const { status, said } = await askStation(`${base}/pictures/${sha256}/presence`, { desk });
    if (at.isClosed || at.picture?.sha256 !== sha256 || status !== 200) return;
    notes.others(said.open_elsewhere);
    if (said.revision > basedOn() && !at.isBusy && !at.conflict) open(sha256);
  }

  // After a touch the keys mean the picture again, and Enter does not press the same button twice.
  root.addEventListener("click", (event) => {
    if (event.detail && event.target.closest("button") && !root.querySelector("dialog[open]")) stage.element.focus({ preventScroll: true });
  });
  const anyTime = {
    undo: () => work.undo(), redo: () => work.redo(), escape, add_class: acts.addClass, mine: () => handing.settle(true), theirs: () => handing.settle(false),
    bigger: () => stage.view.zoom(1.5), smaller: () => stage.view.zoom(1 / 1.5), whole: () => stage.view.fit(),
  };
  const withPicture = {
    box: () => setPolygon(false), polygon: () => setPolygon(true), insert: acts.insert, remove: acts.remove, choose_next: acts.chooseNext,
    accept: () => acts.decide(true), refuse: () => acts.decide(false), accept_all: () => acts.decide(true, true), refuse_all: () => acts.decide(false, true),
    outline: acts.outline, copy: acts.copy, suggest: () => acts.suggest(), skip, compare: () => showCompare(!compare.isShown()),
    hand_in: () => handing.handIn("drawn"), approve: () => handing.handIn("approved"), no_defect: handing.noDefect,
    set_aside: () => handing.ask(texts.ask_aside, "set-aside"), send_back: () => handing.ask(texts.ask_back, "sent-back"),
  };
  const hereTimer = setInterval(stillHere, STILL_HERE_MS);
  notes.nothing(at.queue);
  look();
  return {
    about,
    close() {
      if (at.picture) askStation(`${base}/pictures/${at.picture.sha256}/presence`, { desk, leaves: true });
      at.isClosed = true;
      clearTimeout(timer);
      clearInterval(hereTimer);
      saving.close();
      keys.close();
      stage.close();
      compare.close();
    },
  };
}
