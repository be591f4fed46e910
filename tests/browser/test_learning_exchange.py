"""A part goes out as one file and comes in as one, in a real browser; so do drawings of other programs."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.people import Role
from inspection.places import find_model, find_recipe
from tests.browser.staging import WAIT_MS, Stage, staged, wait_until_drawn
from tests.browser.test_accessible import found as found_by_axe
from tests.browser.test_learning_decide import STAGED, recorded
from tests.screens.learning.workshop import workshop
from tests.training.labelling.building import box, png
from training.labelling.book import LabelBook
from training.labelling.drawing import State

pytestmark = pytest.mark.browser

OPTIONS = ("--section", "exchanging")
EVENTS = ("part-handed-on", "part-taken", "drawings-handed-out", "drawings-taken")


@pytest.fixture(scope="module")
def bench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A workshop with three approved pictures."""
    home = workshop(tmp_path_factory.mktemp("exchanging") / "home")
    fill(home)
    with staged(home, command=(STAGED, "--home", str(home), *OPTIONS)) as stage:
        yield stage


def fill(home: Path) -> None:
    """Three approved pictures."""
    book = LabelBook.open(home)
    book.add_classes("plate", ["pore", "crack"])
    for seed in (1, 2, 3):
        picture = book.add_picture("plate", png(seed))
        book.draw("plate", picture.sha256, [box()], based_on=0, role=Role.MASTER, state=State.APPROVED)
    book.close()


def open_section(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/learn?lang=de")
    page.get_by_role("heading", name="Zeichnungen anderer Programme").wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)


def saved(page: Page, name: str) -> bytes:
    with page.expect_download(timeout=WAIT_MS) as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes()


def bring(page: Page, field: int, name: str, data: bytes, button: str) -> None:
    page.locator("[data-testid=stFileUploaderDropzoneInput]").nth(field).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name=button).click()


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.namelist()


def test_a_part_goes_out_with_the_pictures_that_are_ticked_and_comes_in_again(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    open_section(page, bench)
    expect(page.get_by_text("Lizenz des Modells: CC0-1.0.")).to_be_visible()
    bare = saved(page, "Teil als Datei sichern")
    assert [name for name in names(bare) if name.startswith("pictures/")] == []
    page.get_by_text("Bilder auswählen, die mitgehen").click()
    page.get_by_text("Bild 2", exact=True).click()
    page.get_by_text("Mit dieser Datei verlassen 1 Bilder Ihrer Teile das Haus.").wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)
    assert found_by_axe(page) == []
    data = saved(page, "Teil als Datei sichern")
    assert [name for name in names(data) if name.startswith("pictures/")] == ["pictures/0001.png"]
    bring(page, 0, "plate.mbpart", data, "Kontrollieren und übernehmen")
    page.get_by_text("Das Teil plate-2 ist da, mit dem Modell small-4.").wait_for(timeout=WAIT_MS)
    assert find_model(find_recipe("plate-2", bench.home).model, bench.home).name == "small-4"
    assert find_model("small", bench.home).name == "small"
    assert recorded(bench, EVENTS)[-1] == "part-taken plate-2 (there: plate): small-4, 1 pictures"
    assert "part-handed-on plate: small, 1 pictures" in recorded(bench, EVENTS)
    page.reload()
    open_section(page, bench)
    assert len(list((bench.home / "models").glob("small-*"))) == 3


def test_what_is_no_part_is_refused_and_nothing_is_kept(bench: Stage, open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    open_section(page, bench)
    before = sorted(path for path in bench.home.rglob("*") if "labels.db" not in path.name)
    slip = io.BytesIO()
    with zipfile.ZipFile(slip, "w") as opened:
        opened.writestr("../evil.md", "0")
    for data in (slip.getvalue(), b"\x80\x04\x95 a pickle"):
        bring(page, 0, "evil.mbpart", data, "Kontrollieren und übernehmen")
        page.get_by_text("Diese Datei wurde abgelehnt; nichts davon wurde behalten.").wait_for(timeout=WAIT_MS)
        page.reload()
        open_section(page, bench)
    now = sorted(path for path in bench.home.rglob("*") if "labels.db" not in path.name)
    assert [path for path in now if path not in before and "pictures" not in path.parts] == []


def test_drawings_go_out_and_come_in_and_what_must_not_be_kept_is_refused(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    open_section(page, bench)
    page.get_by_role("radio", name="COCO").click()
    wait_until_drawn(page)
    data = saved(page, "3 freigegebene Zeichnungen mit ihren Bildern sichern")
    assert any(name.endswith(".json") for name in names(data))
    bring(page, 1, "labels.zip", data, "Zeichnungen kontrollieren und übernehmen")
    page.get_by_text("3 Bilder mit 3 gezeichneten Stellen sind da.").wait_for(timeout=WAIT_MS)
    page.get_by_text("Auf 3 davon war hier schon gezeichnet: Das bleibt.").wait_for(timeout=WAIT_MS)
    outside = io.BytesIO()
    with zipfile.ZipFile(outside, "w") as opened:
        opened.writestr("data.yaml", "train: images/train\nnames: [pore]\n")
        opened.writestr("images/train/a.png", png(9))
        opened.writestr("labels/train/a.txt", "0 0.95 0.5 0.3 0.1\n")
    bring(page, 1, "labels.zip", outside.getvalue(), "Zeichnungen kontrollieren und übernehmen")
    page.get_by_text("Diese Zeichnungen wurden abgelehnt; nichts davon wurde behalten.").wait_for(timeout=WAIT_MS)
    book = LabelBook.open(bench.home)
    assert len(book.pictures("plate")) == 3
    book.close()
    assert [one.split()[0] for one in recorded(bench, EVENTS)][-2:] == ["drawings-handed-out", "drawings-taken"]
