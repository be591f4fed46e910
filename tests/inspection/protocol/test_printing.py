"""The Prüfprotokoll: what stands on it, that it is the same every time, and that nothing makes it fail."""

import hashlib
from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.disposition import Fate
from inspection.errors import PictureUnavailable
from inspection.finding import Characteristic, Detection, Finding, Measurement, Unit
from inspection.job import Job
from inspection.language import Language
from inspection.limit import Formula
from inspection.norms import NotAssessable, Why
from inspection.override import Role
from inspection.protocol import protocol_pdf
from inspection.record import InspectionRecord, PictureRef, ViewResult
from inspection.scale import MillimetreScale
from inspection.verdict import Code, Reason, Verdict
from inspection.visibility import Visible
from tests.inspection.protocol.building import Source, a_finding, a_reason, a_record, a_word, becomes, taken_back
from tests.inspection.protocol.paper import outlines, pages, pictures, text

CET = timezone(timedelta(hours=1))
PORE = a_reason(
    Code.LIMIT_EXCEEDED,
    class_name="pore",
    characteristic="diameter",
    value=1.4,
    uncertainty=0.05,
    limit=1.0,
    unit="mm",
    source="ISO 5817:2014 C",
    clause="2017",
    level="C",
    formula=Formula(factor=0.2, of="s", of_mm=5, at_most_mm=2),
)


def png(width: int = 320, height: int = 240) -> bytes:
    noise = np.random.default_rng(0).integers(60, 200, (height, width, 3), np.uint8)
    return cv2.imencode(".png", noise)[1].tobytes()


PICTURE = png()
REFERENCE = PictureRef(sha256=hashlib.sha256(PICTURE).hexdigest(), media_type="image/png", width_px=320, height_px=240)
DENT = Finding(
    detection=Detection(class_name="deposit", score=0.6, xyxy=(10, 10, 60, 50)),
    measurements=(Measurement(characteristic=Characteristic.DIAMETER, value=2, uncertainty=0.1, unit=Unit.MM),),
    outline=((10, 30), (35, 10), (60, 30), (35, 50)),
)
BAD = a_record(verdict=Verdict.FAIL, reasons=(PORE,), findings=(a_finding(), DENT), picture=REFERENCE)
NOTHING = a_record()


def here(_: str) -> tuple[bytes, str]:
    return PICTURE, "image/png"


def gone(sha256: str) -> tuple[bytes, str]:
    raise PictureUnavailable(f"{sha256} is gone")


def printed(*records: InspectionRecord, language: Language = "de", **options: Any) -> bytes:
    options.setdefault("time_zone", CET)
    given = {name: options.pop(name, ()) for name in ("words", "taken_back", "becomes")}
    source = Source(bytes_of=options.pop("picture_bytes", here), **given)
    return protocol_pdf(records, source, language, **options)


def with_view(record: InspectionRecord, **changes: object) -> InspectionRecord:
    inspection = record.inspection
    views = tuple(view.model_copy(update=changes) for view in inspection.views)
    return record.model_copy(update={"inspection": inspection.model_copy(update={"views": views})})


def with_inspection(record: InspectionRecord, **changes: object) -> InspectionRecord:
    return record.model_copy(update={"inspection": record.inspection.model_copy(update=changes)})


def test_what_a_welding_engineer_looks_for_stands_on_it() -> None:
    said = text(printed(with_view(BAD, scale=MillimetreScale(mm_per_px=0.1)), workshop="Metallbau Müller"))
    for expected in (
        "Prüfprotokoll",
        "Metallbau Müller",
        "weld-bead, Version 1",
        "OpenVINO 2025.4, bf16",
        "Meisterblick 0.1.0",
        "usb-1",
        f"{7:032x}",
        "2026-03-04 12:30:22 +01:00",
        "2026-03-04 11:30:22 +00:00",
        "0,100 ± 0,002 mm je Bildpunkt",
        "Urteil der Station (KI)",
        "n.i.O.",
        "Pore (2017), Durchmesser 1,4 ± 0,1 mm; C erlaubt",
        "höchstens min(0,2 × 5; 2) = 1,0 mm",
        "nicht eingehalten",
        "U = 2 u",
        "Wort des Meisters",
        "Funktion",
        "Sichtprüfer (Name, Unterschrift, Datum)",
        "Seite 1 von ",
        "Es gilt das Wort des Meisters",
    ):
        assert expected in said, expected
    for digest in (BAD.sha256, "a" * 64, REFERENCE.sha256):
        assert digest in said.replace(" ", "")


def test_the_english_one_is_english() -> None:
    said = text(printed(BAD, language="en"))
    assert "Inspection report" in said and "Visual tester (name, signature, date)" in said
    assert not {"ä", "ö", "ü", "ß"} & {*said}


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_of_another_norm_stand_nowhere(language: Language) -> None:
    for pdf in (printed(BAD, language=language), printed(BAD, NOTHING, language=language)):
        assert not [word for word in ("zeugnis", "zertifikat", "certificate") if word in text(pdf).lower()]


def test_the_same_records_give_the_same_bytes() -> None:
    assert printed(BAD, NOTHING) == printed(BAD, NOTHING)
    assert b"D:20260304113022" in printed(BAD)


def test_the_findings_are_drawn_and_numbered_as_in_the_table() -> None:
    pdf = printed(BAD)
    assert len(pictures(pdf)) == 1
    assert outlines(pdf) == 2 * 2
    lines = "\n".join(pages(pdf)).split("\n")
    assert (lines.count("1"), lines.count("2")) == (3, 2 + 2)  # on the picture, in the tables; of 2 pages
    assert lines[lines.index("Pore (2017)") - 1] == "1"


def test_a_large_picture_is_made_smaller_and_stays_in_shape() -> None:
    large = png(4000, 1000)
    reference = REFERENCE.model_copy(
        update={"sha256": hashlib.sha256(large).hexdigest(), "width_px": 4000, "height_px": 1000}
    )
    (jpeg,) = pictures(printed(a_record(picture=reference), picture_bytes=lambda _: (large, "image/png")))
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (400, 1600, 3)


@pytest.mark.parametrize(
    "picture_bytes",
    [
        gone,
        lambda _: (png(8, 8), "image/png"),
        lambda _: (PICTURE[:-30], "image/png"),
        lambda _: (b"", "image/png"),
    ],
    ids=["gone", "another", "torn", "empty"],
)
def test_a_picture_that_is_not_the_recorded_one_is_not_shown(
    picture_bytes: Callable[[str], tuple[bytes, str]],
) -> None:
    pdf = printed(BAD, picture_bytes=picture_bytes)
    assert pictures(pdf) == []
    assert f"fehlt oder wurde verändert; darum wird es nicht gezeigt. Seine SHA-256 war {REFERENCE.sha256}" in text(pdf)


def test_bytes_of_the_right_hash_that_are_no_picture_are_not_shown() -> None:
    data = b"no picture at all"
    reference = REFERENCE.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
    pdf = printed(a_record(picture=reference), picture_bytes=lambda _: (data, "image/png"))
    assert pictures(pdf) == [] and "fehlt oder wurde verändert" in text(pdf)


def test_a_part_without_a_picture_says_why() -> None:
    lost = a_record(
        verdict=Verdict.NOT_JUDGED, reasons=(a_reason(Code.CAMERA_LOST, detail="usb-1: no answer for 2 s"),), judge=None
    )
    said = text(printed(with_view(lost, exposure=None)))
    assert "nicht prüfbar" in said
    assert "Von dieser Ansicht gibt es kein Bild" in said
    assert "usb-1: no answer for 2 s" in said


def test_the_masters_word_stands_beside_the_verdict_and_changes_nothing_of_it() -> None:
    pdf = printed(BAD, words=(a_word(BAD, 90),))
    said = text(pdf)
    assert "Funktion: Meister Grund: nachgemessen: 0,9 mm Gegeben: 2026-03-04 12:31:45" in said
    box, other = said.index("Wort des Meisters"), said.index("Urteil der Station (KI)")
    assert other < box
    assert said[other:].startswith("Urteil der Station (KI) n.i.O.") and said[box:].startswith("Wort des Meisters i.O.")
    assert pages(printed(BAD))[0].count("i.O.") > 2  # without a word: both to tick
    assert b"D:20260304113145" in pdf  # made when the newest of what it says was recorded


def test_of_several_words_the_newest_counts_and_the_others_are_named() -> None:
    words = tuple(
        a_word(BAD, number, Verdict.FAIL if number % 2 else Verdict.PASS, f"word {number}", Role.INSTRUCTOR)
        for number in range(96, 90, -1)
    )
    said = text(printed(BAD, words=words))
    assert "Wort des Meisters i.O. Funktion: Ausbilder Grund: word 96 " in said
    assert "Zuvor: n.i.O., Ausbilder, 2026-03-04 12:31:50 +01:00" in said
    assert said.count("Zuvor:") == 3 and "und davor noch 2" in said


def test_in_an_order_each_part_has_its_own_word() -> None:
    other = a_record(8)
    cells = pages(printed(BAD, other, words=(a_word(BAD, 90),)))[0].split("\n")
    at = cells.index("weld-bead")
    assert cells[at + 1 : at + 3] == ["n.i.O.", "i.O."]
    assert sum(cell.count("[") for cell in cells) == 2  # to tick for the other one


def test_a_part_that_was_taken_back_says_first_that_it_does_not_count() -> None:
    said = text(printed(NOTHING, taken_back=[taken_back(NOTHING)]))
    assert "Zurückgenommen: zählt nicht Grund: lag falsch, 2026-03-04 12:31:50 +01:00 Davor: i.O." in said
    assert "braucht kein Wort" in said and "Zurückgenommen" not in text(printed(NOTHING))
    assert b"D:20260304113150" in printed(NOTHING, taken_back=[taken_back(NOTHING)])
    spoken = text(printed(BAD, words=[a_word(BAD)], taken_back=[taken_back(BAD)]))
    assert "nachgemessen: 0,9 mm" in spoken and "braucht kein Wort" not in spoken


def test_of_an_order_those_taken_back_are_in_no_total() -> None:
    records = [a_record(number) for number in range(3, 5)] + [BAD]
    total = "Teile, die zählen: {} · Station (KI): {}".format
    assert total(3, "2 i.O., 1 n.i.O.") in text(printed(*records))
    said = pages(printed(*records, taken_back=[taken_back(BAD)]))
    first = " ".join(said[0].split())
    assert total(2, "2 i.O.") + " · Zurückgenommen, nicht mitgezählt: 1" in first
    assert "(n.i.O.) Zurückgenommen: zählt nicht" in first
    assert sum("zählt nicht" in page for page in said[1:]) == 1


def test_order_and_serial_number_stand_on_it() -> None:
    records = [a_record(number, job=Job(order="A-17", serial=f"00{number}")) for number in (1, 2)]
    said = text(printed(records[0]))
    assert "Auftrag A-17" in said and "Seriennummer 001" in said
    first = " ".join(pages(printed(*records))[0].split())
    assert "Auftrag A-17" in first and "Nr. 002" in first
    assert "Auftrag A-17" not in pages(printed(*records, NOTHING))[0]
    assert "Seriennummer" not in text(printed(NOTHING))


def test_machine_lot_and_material_stand_on_it() -> None:
    job = Job(order="A-17", machine="WIG 2", lot="L-3", material="C-88")
    assert "Maschine WIG 2 Los L-3 Charge C-88" in text(printed(a_record(1, job=job)))
    assert not {"Maschine", "Los", "Charge"} & {*text(printed(NOTHING)).split()}


def test_what_becomes_of_a_part_stands_on_it_with_what_was_said_before() -> None:
    first = becomes(BAD, Fate.REWORK, 96, reason="ausschleifen", cost_cents=450)
    scrap = becomes(BAD, Fate.SCRAP, 97, cause="pore", reason="Pore zu tief", cost_cents=123_450)
    said = text(printed(BAD, becomes=[scrap, first]))
    assert "Verbleib: Ausschuss, Pore, Pore zu tief, 1.234,50 €, Meister, 2026-03-04 12:31:52 +01:00" in said
    assert "Davor: Nacharbeit, Meister, 2026-03-04 12:31:51 +01:00" in said
    assert "Verbleib: gut, Meister" in text(printed(BAD, becomes=[becomes(BAD, Fate.GOOD)]))
    assert "Verbleib" not in text(printed(BAD))


def test_what_was_not_assessable_and_what_cannot_be_seen_is_listed() -> None:
    record = with_inspection(
        with_view(
            BAD,
            visible=(
                Visible(
                    class_name="pore",
                    characteristic=Characteristic.DIAMETER,
                    size=0.7,
                    unit=Unit.MM,
                    limited_by="optics",
                ),
            ),
        ),
        not_assessable=(
            NotAssessable(clause="5011", why=Why.DEPTH),
            NotAssessable(clause="401", why=Why.INSIDE),
        ),
    )
    said = text(printed(record))
    assert "Pore ab 0,7 mm Durchmesser" in said
    assert "Nach diesem Bild nicht prüfbar: Tiefe der Einbrandkerbe (5011), Bindefehler (401)" in said
    assert "Lehre" in said


def test_a_grade_and_what_kept_it_from_a_better_one() -> None:
    missed = PORE.model_copy(update={"level": "A", "source": "shop", "formula": None, "clause": None})
    record = with_inspection(with_view(NOTHING, grade="B", grade_missed=(missed,)), grade="B")
    said = text(printed(record))
    assert "i.O., Güte B" in said
    assert "Warum keine bessere Güte: – Pore, Durchmesser 1,4" in said


def test_an_order_has_a_list_of_its_parts_then_each_part() -> None:
    records = [a_record(number) for number in range(3, 6)] + [BAD]
    found = pages(printed(*records, order="Auftrag 118"))
    assert "Auftrag 118" in found[0] and "Teile dieses Auftrags" in found[0] and "Sichtprüfer" in found[0]
    parts = [page for page in found if any(line.startswith("Teil ") and " von 4" in line for line in page.split("\n"))]
    assert len(parts) == 4
    assert found[-1].endswith(f"Seite {len(found)} von \n{len(found)}")
    assert sum("Sichtprüfer" in page for page in found) == 1


def test_every_view_of_a_part_has_its_picture_and_its_reasons() -> None:
    one = BAD.inspection.views[0]
    back = ViewResult.model_validate({**one.model_dump(), "view": "back", "verdict": Verdict.PASS})
    record = with_inspection(BAD, views=(one, back))
    pdf = printed(record)
    assert outlines(pdf) == 2 * 2 * 2
    said = text(pdf)
    assert "Ansicht top: n.i.O." in said and "Ansicht back: i.O." in said
    lines = "\n".join(pages(pdf)).split("\n")
    assert {"1", "2", "3", "4"} <= {*lines}  # findings are numbered through the part


def test_sixty_findings_run_over_the_page_with_their_headings() -> None:
    findings = tuple(a_finding(at=(5 * (i % 12), 30 * (i // 12)), size_mm=0.5 + i / 50) for i in range(60))
    reasons = tuple(
        a_reason(Code.NEAR_LIMIT, class_name=f"class {i}", characteristic="length", value=1, limit=1, unit="mm")
        for i in range(60)
    )
    pdf = printed(a_record(verdict=Verdict.REVIEW, findings=findings, reasons=reasons, picture=REFERENCE))
    found = pages(pdf)
    assert len(found) >= 4
    assert "60" in "\n".join(found).split("\n")
    assert sum("Messwert ± U" in page for page in found) >= 2
    assert "und 57 weitere Gründe" in text(pdf)


def test_no_text_stands_outside_the_page() -> None:
    long = "Sehrlangeklassenbezeichnungohneleerzeichen" * 20
    reason = PORE.model_copy(update={"class_name": long, "source": long, "detail": long})
    record = with_inspection(
        a_record(verdict=Verdict.FAIL, reasons=(reason,), findings=(a_finding(long),), part_type=long), recipe=long
    )
    pdf = printed(record, workshop=long, order=long)
    assert len(pages(pdf)) <= 5
    for x, width in _placed(pdf):
        assert x >= 0 and x + width <= 210


def _placed(pdf: bytes) -> list[tuple[float, float]]:
    """Where each text begins and how wide it is, in mm (Helvetica)."""
    import re

    from fpdf.fonts import CORE_FONTS_CHARWIDTHS

    from tests.inspection.protocol.paper import _contents

    widths = CORE_FONTS_CHARWIDTHS["helvetica"]
    placed = []
    for content in _contents(pdf):
        size = 8.5
        for line in content.split(b"\n"):
            if match := re.search(rb"/F\d+ ([\d.]+) Tf", line):
                size = float(match[1])
            if match := re.search(rb"BT ([\d.]+) [\d.]+ Td (?:.*?)\(((?:\\.|[^\\()])*)\) Tj", line):
                shown = match[2].decode("latin-1")
                placed.append(
                    (float(match[1]) / 72 * 25.4, sum(widths.get(c, 500) for c in shown) * size / 72e3 * 25.4)
                )
    assert placed
    return placed


def test_without_a_record_there_is_nothing_to_print() -> None:
    with pytest.raises(ValueError, match="at least"):
        printed()


anything = st.text(max_size=80)


@settings(max_examples=60)
@given(
    class_name=anything,
    detail=anything,
    source=anything,
    part_type=anything,
    workshop=anything,
    value=st.floats(0, 1e9),
    uncertainty=st.floats(0, 1e9),
    code=st.sampled_from(Code),
    language=st.sampled_from(["de", "en"]),
)
def test_nothing_that_can_be_recorded_fails_to_print(
    class_name: str,
    detail: str,
    source: str,
    part_type: str,
    workshop: str,
    value: float,
    uncertainty: float,
    code: Code,
    language: Language,
) -> None:
    reason = Reason(
        code=code,
        class_name=class_name,
        characteristic="diameter",
        value=value,
        uncertainty=uncertainty,
        limit=1.0,
        unit="mm",
        source=source,
        detail=detail,
    )
    verdict = Verdict.NOT_JUDGED
    record = a_record(verdict=verdict, reasons=(reason,), findings=(a_finding(class_name),), part_type=part_type)
    pdf = printed(record, language=language, workshop=workshop)
    assert pdf.startswith(b"%PDF-")
    assert verdict_in(pdf, language)


def verdict_in(pdf: bytes, language: Language) -> bool:
    return ("nicht prüfbar" if language == "de" else "cannot be judged") in text(pdf)


def test_times_are_those_of_the_given_place() -> None:
    assert "2026-03-04 12:30:22 +01:00" in text(printed(NOTHING))
    assert text(printed(NOTHING, time_zone=UTC)).count("2026-03-04 11:30:22 +00:00") == 2
