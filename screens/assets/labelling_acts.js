// What is done to shapes by key or button, whoever drew them: the hand, the model, the picture before.

// `at` is where the room is: an answer for a picture that was left meanwhile counts no more.
function openActs({ root, base, texts, copied, work, stage, notes, at, onClass }) {
  function isStill(opened) {
    return !at.isClosed && at.opened === opened;
  }

  function lastCopied() {
    return JSON.parse(localStorage.getItem(copied) ?? "null");
  }

  async function suggest(isQuiet = false) {
    const { opened, picture } = at;
    const { status, said } = await askStation(`${base}/pictures/${picture.sha256}/suggestions`);
    if (!isStill(opened)) return;
    if (status !== 200) return isQuiet || notes.failed(status, said);
    work.suggest(said.shapes.map((one) => ({ ...toldShape(one), suggested: true })));
    if (!isQuiet && !work.suggested().length) notes.say(said.trouble ? texts.no_answer_of_model : texts.no_suggestions);
  }

  // The chosen suggestion, else the first; then the next one is chosen, so that one key each is enough.
  function decide(isAccepted, all = false) {
    const chosen = work.chosen();
    const about = all ? work.suggested() : [chosen?.suggested ? chosen : work.suggested()[0]].filter(Boolean);
    if (!about.length) return;
    const ids = new Set(about.map((one) => one.id));
    const kept = work.shapes().filter((one) => isAccepted || !ids.has(one.id));
    work.put(kept.map((one) => (ids.has(one.id) ? taken(one) : one)));
    work.choose(work.suggested()[0]?.id ?? null);
  }

  async function outline() {
    const { opened, picture } = at;
    const shape = work.chosen();
    if (!shape) return notes.say(texts.choose_first, true);
    notes.say(texts.looking);
    const { status, said } = await askStation(`${base}/pictures/${picture.sha256}/outline`, { xyxy: shape.xyxy });
    if (!isStill(opened) || work.chosen()?.id !== shape.id) return;
    if (status !== 200) return notes.failed(status, said);
    if (!said.polygon) return notes.say(texts.no_outline, true);
    work.replace({ ...taken(shape), polygon: said.polygon, xyxy: hullOf(said.polygon), made_by: "outline" });
  }

  function copy() {
    const last = lastCopied();
    if (!last) return;
    const size = stage.view.size();
    const share = [size.width / last.width, size.height / last.height];
    const scaled = (place) => [tenth(place[0] * share[0]), tenth(place[1] * share[1])];
    const shapes = last.shapes.map(({ class_name, xyxy, polygon }) => {
      const box = [...scaled(xyxy.slice(0, 2)), ...scaled(xyxy.slice(2))];
      return newShape(class_name, box, "previous", { polygon: polygon && polygon.map(scaled) });
    });
    const fresh = unlike(shapes, work.shapes());
    if (fresh.length) work.put([...work.shapes(), ...fresh]);
  }

  function takeClass(name, classes) {
    onClass(name, classes);
    const chosen = work.chosen();
    if (chosen && chosen.class_name !== name) work.replace({ ...taken(chosen), class_name: name });
  }

  async function addClass() {
    const typed = await openQuestion(root, { ...texts.ask_class, picks: [] });
    if (!typed) return;
    const name = plainName(typed);
    const { status, said } = await askStation(`${base}/classes`, { name });
    if (status === 200) takeClass(name, said.classes);
    else notes.failed(status, said);
  }

  // A box in the middle of what is seen, for who has no hand free for the mouse: arrows do the rest.
  function insert() {
    const [, , width, height] = stage.view.box();
    const [x, y] = stage.view.middle();
    const half = Math.min(width, height) / 10;
    const box = [...stage.view.inside([x - half, y - half]), ...stage.view.inside([x + half, y + half])];
    work.add(newShape(at.classNow, box, "hand"));
  }

  function remove() {
    if (stage.isDrawing()) return stage.stepBack();
    if (work.chosen()) work.remove(work.chosen().id);
  }

  function chooseNext() {
    const ids = work.shapes().map((one) => one.id);
    if (ids.length) work.choose(ids[(ids.indexOf(work.chosen()?.id) + 1) % ids.length]);
  }

  return { suggest, decide, outline, copy, copied: lastCopied, takeClass, addClass, insert, remove, chooseNext };
}

// "Offene Pore" is kept as offene-pore, because file formats know no blanks.
function plainName(typed) {
  const plain = typed.toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss");
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 40);
}
