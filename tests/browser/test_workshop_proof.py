"""A workshop teaches its station a new kind of part, in a real browser: brought, drawn, approved, learned, taken, used.

A scripted person draws with the mouse and the keys what the truth says. MEISTERBLICK_PROOF_MINUTES is the time that the
learning gets (a lunch break where nothing is said).
"""

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from camera.decoding import decode_picture
from tests.browser.drawing import act, drag, stage_of, wait_for_shapes
from tests.browser.staging import REAL_STATION, WAIT_MS, Stage, open_page, press, staged, wait_until_drawn
from tests.proofs.figures import ROOT, leave_figures
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.naming import placed_pictures
from training.data.writing import write_described
from training.labelling.upload import as_png
from training.spread import spread_evenly

pytestmark = [pytest.mark.browser, pytest.mark.proof]

MINUTES = int(os.environ.get("MEISTERBLICK_PROOF_MINUTES", "15"))
BEADS = ROOT.parent / "shared" / "data" / "weld_beads" / "data.yaml"
TRIED_AT_THE_BENCH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What the workshop draws on, and what it is asked about afterwards: pictures that nobody has seen."""

    part: str
    taught: Sequence[LabelledPicture]
    fresh: LabelledSet


def metal(folder: Path) -> Lot:
    """30 rendered surfaces with pits, of a kind for which no model ships, and 200 others."""
    for name, count, seed in (("taught", 30, 611), ("fresh", 200, 612)):
        ran(folder, "render", "metal", "--out", str(folder / name), "--count", str(count), "--seed", str(seed))
    taught = read_labelled_set(folder / "taught" / "data.yaml").splits["val"]
    return Lot(part="machined-metal", taught=taught, fresh=read_labelled_set(folder / "fresh" / "data.yaml"))


def beads(_folder: Path) -> Lot:
    """20 real weld beads, as people labelled them, and the 61 others."""
    labelled = read_labelled_set(BEADS)
    every = sorted((one for ones in labelled.splits.values() for one in ones), key=lambda one: one.picture.name)
    taught = spread_evenly(every, 20)
    rest = tuple(one for one in every if one not in taught)
    return Lot(part="weld-bead", taught=taught, fresh=LabelledSet(classes=labelled.classes, splits={"val": rest}))


@pytest.mark.timeout(0)
@pytest.mark.parametrize(
    "lot_of",
    [metal, pytest.param(beads, marks=pytest.mark.skipif(not BEADS.exists(), reason="real beads are not shipped"))],
)
def test_a_workshop_teaches_its_station(lot_of: Callable[[Path], Lot], browser: Browser, tmp_path: Path) -> None:
    lot = lot_of(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    camera = {"kind": "simulated", "part": lot.part}
    (home / "settings.yaml").write_text(yaml.safe_dump({"part": lot.part, "camera": camera}))
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT_MS)
    page, took_s = context.new_page(), dict[str, float]()
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        with timed(took_s, "bring"):
            bring(page, stage, lot, tmp_path)
        with timed(took_s, "draw"):
            shapes = draw(page, stage, lot)
        with timed(took_s, "approve"):
            approve(page, stage, len(lot.taught))
        with timed(took_s, "learn"):
            learn(page, stage, lot.part)
        with timed(took_s, "decide"):
            advice = decide(page, stage, lot)
        verdicts = inspect(page, stage)
    context.close()
    asked = fresh_set(lot, tmp_path / "asked")
    said = ran(tmp_path, "evaluate", "--model", f"{lot.part}-2", "--data", str(asked), "--recipe", lot.part, home=home)
    report = json.loads(said)
    figures = {
        "pictures_drawn": len(lot.taught),
        "shapes_drawn": shapes,
        "minutes_to_learn": MINUTES,
        "seconds": {name: round(seconds) for name, seconds in took_s.items()},
        "advice": advice,
        "fresh_pictures": sum(map(len, lot.fresh.splits.values())),
        "map50": report["map50"],
        **{name: report[name] for name in ("escape_rate", "false_reject_rate", "review_rate")},
        "verdicts_at_the_bench": verdicts,
    }
    leave_figures(f"workshop-{lot.part}", figures)
    assert verdicts.get("NOT_JUDGED", 0) == 0, figures
    assert report["map50"] > 0.1, figures


def bring(page: Page, stage: Stage, lot: Lot, folder: Path) -> None:
    """One zip file with all pictures, by the button of the room."""
    archive = folder / "brought.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for one in lot.taught:
            file.write(one.picture, one.picture.name)
    page.goto(f"{stage.url}/label?lang=de&do=bring")
    wait_until_drawn(page)
    page.locator(".st-key-mb_bring_files input[type=file]:not([webkitdirectory])").set_input_files(archive)
    page.get_by_text(f"{len(lot.taught)} neue Bilder").first.wait_for()


def draw(page: Page, stage: Stage, lot: Lot) -> int:
    """Every picture, as it comes: refuse what the net suggests, draw what the truth says, hand in."""
    truth = {brought_as(one): one for one in lot.taught}
    page.goto(f"{stage.url}/label?lang=de&do=draw")
    drawn, classes = 0, page.locator(".mb-label button[data-class]")
    classes.first.wait_for()
    names = [button.get_attribute("data-class") for button in classes.all()]
    for left in range(len(truth), 0, -1):
        name = page.locator(".mb-label[data-picture]:not([data-picture=''])").get_attribute("data-picture") or ""
        stage_of(page).and_(page.locator("[data-picture=full]")).wait_for()
        one = truth.pop(name)
        clear(page)
        for count, box in enumerate(one.boxes, 1):
            page.keyboard.press(str(names.index(box.class_name) + 1))
            drag(page, box.xyxy[:2], box.xyxy[2:])
            page.keyboard.press("Escape")  # the next box may begin inside this one
            wait_for_shapes(page, count)
        page.keyboard.press("Enter" if one.boxes else "n")
        page.wait_for_selector(f".mb-label:not([data-picture='{name}'])")
        drawn += len(one.boxes)
        assert len(truth) == left - 1
    return drawn


def clear(page: Page) -> None:
    """What the net suggests is not what this person draws."""
    refuse = act(page, "refuse_all")
    page.wait_for_timeout(500)
    if refuse.count() and refuse.is_visible() and refuse.is_enabled():
        refuse.click()


def approve(page: Page, stage: Stage, count: int) -> None:
    """The master looks at each and presses Enter."""
    page.goto(f"{stage.url}/label?lang=de&do=approve")
    for _ in range(count):
        name = page.locator(".mb-label[data-picture]:not([data-picture=''])").get_attribute("data-picture")
        stage_of(page).and_(page.locator("[data-picture=full]")).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_selector(f".mb-label:not([data-picture='{name}'])")


def learn(page: Page, stage: Stage, part: str) -> None:
    """Begin, close the page, come back when it is done."""
    page.goto(f"{stage.url}/learn?lang=de&section=train")
    wait_until_drawn(page)
    if MINUTES != 15:
        page.get_by_role("radio").last.click()
        wait_until_drawn(page)
        page.get_by_label("Minuten").fill(str(MINUTES))
        page.keyboard.press("Tab")
        wait_until_drawn(page)
    page.locator(".st-key-learn_begin button").click()
    page.locator(".mb-learning").wait_for()
    page.goto("about:blank")
    deadline = time.monotonic() + 60 * (MINUTES * 1.2 + 3)
    while True:
        time.sleep(10)
        page.goto(f"{stage.url}/learn?lang=de&section=train")
        wait_until_drawn(page)
        page.locator(".mb-learning, .st-key-mb_learn_form").first.wait_for()
        if not page.locator(".mb-learning").count():
            break
        assert time.monotonic() < deadline, page.inner_text("body")
    assert (stage.home / "models" / f"{part}-2" / "manifest.json").exists(), page.inner_text("body")


def decide(page: Page, stage: Stage, lot: Lot) -> str:
    """Compare, read what is advised, take it: with a reason, where something stands against it."""
    page.goto(f"{stage.url}/learn?lang=de&section=decide")
    wait_until_drawn(page)
    page.get_by_role("button", name="Beide Modelle vergleichen").click()
    take = page.get_by_role("button", name=f"{lot.part}-2 übernehmen", exact=True)
    take.wait_for(timeout=5 * WAIT_MS)
    wait_until_drawn(page)
    advice = page.locator(".mb-notice").first.inner_text()
    why = page.locator(f".st-key-learn_why_{lot.part}-2 input")
    why.fill("Zum ersten Mal, und auf neuen Bildern geprüft")
    why.press("Tab")
    wait_until_drawn(page)
    take.click()
    expect(page.locator(".mb-state").filter(has_text=f"{lot.part}-2")).to_be_visible()
    return advice


def inspect(page: Page, stage: Stage) -> Mapping[str, int]:
    """Parts at the bench, judged by what was taught."""
    open_page(page, stage)
    verdicts = dict[str, int]()
    for _ in range(TRIED_AT_THE_BENCH):
        press(page)
        verdict = page.locator(".mb-card").get_attribute("data-verdict") or ""
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    return verdicts


def brought_as(one: LabelledPicture) -> str:
    """How the book calls a picture that was brought: it is encoded anew."""
    return sha256(as_png(decode_picture(one.picture.read_bytes())[0])).hexdigest()


def fresh_set(lot: Lot, out: Path) -> Path:
    """The pictures that nobody has seen, described once more."""
    pairs = placed_pictures(lot.fresh)
    for source, place in pairs:
        (out / place.picture).parent.mkdir(parents=True, exist_ok=True)
        (out / place.picture).write_bytes(source.picture.read_bytes())
    write_described(out, lot.fresh.classes, [place for _, place in pairs])
    return out / "data.yaml"


def ran(folder: Path, *command: str, home: Path | None = None) -> str:
    """What a command prints."""
    as_json = ("--format", "json") if command[0] == "evaluate" else ()
    asked = [sys.executable, "-m", "commands", *(("--home", str(home)) if home else ()), *command, *as_json]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (folder, done.stderr[-2000:])
    return done.stdout


@contextmanager
def timed(took_s: dict[str, float], name: str) -> Iterator[None]:
    """Seconds that a block took, under its name."""
    began = time.monotonic()
    yield
    took_s[name] = time.monotonic() - began
