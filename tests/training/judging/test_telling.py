"""The report in words: the figures are in it, and nothing in it can do harm."""

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image as Pil

from inspection.language import Language
from inspection.rate import Rate
from inspection.record import Precision
from inspection.verdict import Code, Reason, Verdict
from tests.training.judging.building import band, picture
from training.judging.report import (
    ClassScore,
    Confusion,
    EvaluationReport,
    MarkedBox,
    Miss,
    SizeBand,
    VerdictCount,
)
from training.judging.telling import Block, Image, as_html, as_markdown, as_text, told

TOO_MANY = Reason(code=Code.LIMIT_EXCEEDED, class_name="crack", characteristic="count", value=1, limit=0, source="shop")
HOSTILE = "<script>alert(1)</script>|*"


@pytest.fixture
def report(tmp_path: Path) -> EvaluationReport:
    shown = picture(tmp_path / "images", wh=(160, 90))
    box = MarkedBox(class_name=HOSTILE, xyxy=(10, 10, 60, 50), matched=False)
    return EvaluationReport(
        model="board",
        version=2,
        model_sha256="a" * 64,
        engine="openvino 2025.4",
        precision=Precision.F32,
        data=HOSTILE,
        data_sha256="b" * 64,
        split="val",
        pictures=304,
        labels=900,
        recipe="board",
        recipe_version=2,
        map50=0.7531,
        map50_95=0.44,
        per_class={
            "crack": ClassScore(map50=0.7531, map50_95=0.44, n=900),
            HOSTILE: ClassScore(map50=0, map50_95=0, n=1),
        },
        escape_rate=Rate.of(2, 104),
        false_reject_rate=Rate.of(9, 195),
        review_rate=Rate.of(0, 0),
        undecided=5,
        not_judged={"too-dark": 3},
        verdicts=(VerdictCount(truth=Verdict.FAIL, verdict=Verdict.PASS, n=2),),
        bands={"crack": band(0.2, 0.4)},
        unknown_classes=(HOSTILE,),
        detection_rate=(
            SizeBand(class_name="crack", from_px=8, below_px=16, rate=Rate.of(3, 7)),
            SizeBand(class_name="dead_knot", from_px=256, below_px=None, rate=Rate.of(1, 1)),
        ),
        confusion=(
            Confusion(labelled="crack", found="crack", n=800),
            Confusion(labelled="crack", found="dead_knot", n=4),
            Confusion(labelled="crack", found=None, n=96),
            Confusion(labelled=None, found="crack", n=17),
        ),
        worst_misses=(
            Miss(
                picture=shown.picture.relative_to(tmp_path).as_posix(),
                truth=Verdict.FAIL,
                verdict=Verdict.PASS,
                why=TOO_MANY,
                labelled=(box,),
                found=(box.model_copy(update={"score": 0.4, "matched": True}),),
            ),
            Miss(
                picture="images/gone.png", truth=Verdict.PASS, verdict=Verdict.FAIL, why=TOO_MANY, labelled=(), found=()
            ),
        ),
    )


def words(report: EvaluationReport, language: Language) -> str:
    return as_text(told(report, language))


def test_a_master_reads_what_would_have_slipped_through(report: EvaluationReport) -> None:
    german = words(report, "de")
    assert "Durchgerutscht: 2 von 104 schlechten Teilen, 1,9 % (0,5 % bis 6,7 %)" in german
    assert "Fehlalarm: 9 von 195 guten Teilen, 4,6 %" in german
    assert "Meister fragen: 0 von 0 Teilen\n" in german
    assert "Treffsicherheit (mAP50): 0,753 von 1" in german
    assert "weder gut noch schlecht: 5" in german
    assert "3 (Das Bild ist zu dunkel: 3)" in german
    assert re.search(r"Riss +8–16 px +3 / 7 +42,9 %", german)
    assert re.search(r"toter Ast +ab 256 px +1 / 1", german)
    assert re.search(r"Riss +800 +96 +4 × toter Ast", german)
    english = words(report, "en")
    assert "Slipped through: 2 of 104 bad parts, 1.9 % (0.5 % to 6.7 %)" in english
    assert re.search(r"crack +800 +96 +4 × dead knot", english)


def test_without_a_recipe_it_says_what_is_bad(report: EvaluationReport) -> None:
    strict = report.model_copy(update={"recipe": None, "recipe_version": None, "split": "golden"})
    assert "jedes Teil als schlecht, auf dem ein Fehler markiert ist" in words(strict, "de")
    assert "Anlernen" not in words(strict, "de")
    assert "das Rezept board, Version 2" in words(report, "de")


class Tags(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_one_file_that_loads_and_runs_nothing(report: EvaluationReport, tmp_path: Path) -> None:
    page = as_html(told(report, "de", tmp_path), "de")
    parser = Tags()
    parser.feed(page)
    assert "script" not in {tag for tag, _ in parser.tags}
    assert not re.search(r"https?:|url\(|@import", page)
    assert ("html", {"lang": "de"}) in parser.tags
    pictures = [attributes for tag, attributes in parser.tags if tag == "img"]
    assert len(pictures) == 4  # three plots, and the miss whose picture is there
    for attributes in pictures:
        kind, data = str(attributes["src"]).split(";base64,")
        assert kind in ("data:image/png", "data:image/jpeg")
        Pil.open(io.BytesIO(base64.b64decode(data))).load()
        assert attributes["alt"]
    assert "images/gone.png: richtig wäre i.O., Urteil der Station n.i.O. – Riss gefunden" in page


def test_a_miss_is_shown_twice_with_its_boxes(report: EvaluationReport, tmp_path: Path) -> None:
    [shown] = [block for block in told(report, "de", tmp_path) if isinstance(block, Image) and "miss" in block.name]
    drawn = Pil.open(io.BytesIO(shown.data)).convert("RGB")
    zoom = 3
    assert drawn.size == (160 * zoom, 2 * 90 * zoom + 8)
    red = drawn.getpixel((10 * zoom + 1, 40 * zoom))
    green = drawn.getpixel((10 * zoom + 1, 90 * zoom + 8 + 40 * zoom))
    assert isinstance(red, tuple)
    assert isinstance(green, tuple)
    assert red[0] > 150 > red[1]
    assert green[1] > 80 > green[0]


def test_markdown_points_to_its_pictures_and_takes_no_orders(report: EvaluationReport, tmp_path: Path) -> None:
    blocks: tuple[Block, ...] = told(report, "en", tmp_path)
    text = as_markdown(blocks, pictures="report-pictures")
    for block in blocks:
        if isinstance(block, Image):
            assert f"](report-pictures/{block.name})" in text
    assert HOSTILE not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == len(re.findall(r"(?<!\\)\|", rows[0])) for row in rows[:3])
    assert "](" not in as_markdown(blocks, pictures=None)
