"""Rows of a protocol: which number, which kind, what result."""

import pytest

from inspection.finding import Characteristic
from inspection.protocol.rows import Kind, Zone, finding_table, guard_band, kind_of, limit_rows, zone_of
from inspection.verdict import Code, Reason
from tests.inspection.protocol.building import a_finding, a_reason, a_record


def against(code: Code, value: float | None, **fields: object) -> Reason:
    plain = {"class_name": "pore", "characteristic": "diameter", "value": value, "limit": 1.0, "unit": "mm"}
    return a_reason(code, **{**plain, **fields})


@pytest.mark.parametrize(
    ("value", "bound", "zone"),
    [
        (0.9, "upper", "inside"),
        (0.91, "upper", "between"),
        (1.0, "upper", "between"),
        (1.1, "upper", "between"),
        (1.11, "upper", "outside"),
        (1.1, "lower", "inside"),
        (1.0, "lower", "between"),
        (0.89, "lower", "outside"),
    ],
)
def test_zones_are_those_of_the_decision(value: float, bound: str, zone: Zone) -> None:
    assert zone_of(value, 0.05, against(Code.NEAR_LIMIT, value, bound=bound)) == zone


def test_the_guard_band_is_the_larger_of_both() -> None:
    assert guard_band(0.05, against(Code.NEAR_LIMIT, 1)) == 0.1
    assert guard_band(0.05, against(Code.NEAR_LIMIT, 1, guard_band=0.3)) == 0.3
    assert guard_band(None, against(Code.NEAR_LIMIT, 1)) == 0


@pytest.mark.parametrize(
    ("size", "reason", "kind"),
    [
        (2.0, against(Code.LIMIT_EXCEEDED, 2.0), "fail"),
        (1.5, against(Code.LIMIT_EXCEEDED, 2.0), "fail"),
        (1.05, against(Code.LIMIT_EXCEEDED, 2.0), "review"),
        (0.5, against(Code.LIMIT_EXCEEDED, 2.0), "within"),
        (1.05, against(Code.NEAR_LIMIT, 1.05), "review"),
        (0.5, against(Code.WITHIN_LIMIT, 0.5), "within"),
        (2.0, against(Code.DOUBTFUL, 2.0), "review"),
        (2.0, against(Code.LIMIT_EXCEEDED, 3, characteristic="count", limit=0, unit=None), "fail"),
        (2.0, against(Code.NEEDS_GAUGE, None, characteristic="depth"), "review"),
        (2.0, a_reason(Code.NO_LIMIT_FOR_CLASS, class_name="pore"), "review"),
        (2.0, against(Code.LIMIT_EXCEEDED, 2.0, class_name="crack"), "within"),
    ],
)
def test_what_a_finding_did_to_the_verdict(size: float, reason: Reason, kind: Kind) -> None:
    assert kind_of(a_finding(size_mm=size), (reason,)) == kind


def test_a_row_names_the_findings_that_it_is_about() -> None:
    findings = (a_finding(size_mm=0.5), a_finding("crack"), a_finding(size_mm=2.0), a_finding(size_mm=0.4))
    reasons = (
        against(Code.LIMIT_EXCEEDED, 2.0, source="shop"),
        against(Code.LIMIT_EXCEEDED, 3, characteristic="count", limit=0, unit=None),
        a_reason(Code.NO_LIMIT_FOR_CLASS, class_name="crack"),
        a_reason(Code.TOO_DARK, value=3, limit=25),
    )
    (view,) = a_record(findings=findings, reasons=reasons).inspection.views
    rows = limit_rows(view, 5, "de")
    assert [row.numbers for row in rows] == ["7", "5, 7, 8", "6"]
    assert [row.result for row in rows] == ["nicht eingehalten", "nicht eingehalten", "kein Grenzwert"]
    assert rows[0].source == "eigener Grenzwert"
    assert rows[1].limit == "nicht zulässig"


def test_sizes_that_a_limit_is_about_stand_beside_the_usual_ones() -> None:
    finding = a_finding()
    across = finding.measurements[0].model_copy(update={"characteristic": Characteristic.ACROSS, "value": 3.0})
    wide = finding.model_copy(update={"measurements": (*finding.measurements, across)})
    (view,) = a_record(findings=(wide, finding), reasons=(against(Code.WITHIN_LIMIT, 1.4),)).inspection.views
    heads, rows = finding_table(view, 1, "en")
    assert heads == ("No.", "Defect", "Score", "Diameter", "Length", "Area")  # no place was measured
    assert [row[:2] for row in rows] == [("1", "Pore"), ("2", "Pore")]
    limited = view.model_copy(update={"reasons": (against(Code.WITHIN_LIMIT, 3.0, characteristic="across"),)})
    heads, rows = finding_table(limited, 1, "en")
    assert heads[-1] == "Besides"
    assert [row[-1].replace("\N{NO-BREAK SPACE}", " ") for row in rows] == ["extent crossways 3.0 ± 0.1 mm", ""]
    assert finding_table(limited.model_copy(update={"findings": ()}), 1, "en") == ((), ())
