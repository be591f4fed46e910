"""The formats of a report: the same figures in each, the same bytes each time, and nothing that calculates."""

import csv
import io
import json
from datetime import timedelta

import pytest

from inspection.language import Language
from inspection.scrap_book.columns import Question
from inspection.scrap_book.report import By, Format, ScrapReport, written
from tests.inspection.protocol import paper
from tests.inspection.scrap_book.building import MONDAY, Part
from tests.inspection.scrap_book.report import workbook
from tests.inspection.scrap_book.report.weeks import day, report_of

FORMULA = '=HYPERLINK("http://example.org","click")'
BEGINNINGS = ["=1+1", "+1", "-1", "@SUM(A1)"]


def week() -> list[Part]:
    """Monday 40 good, 4 scrap (40 euros), 1 rework (3 euros), 2 open; Tuesday 50 good; Wednesday 3 good, 2 scrap."""
    return [*day(0, 40, 4, 1, 2), *day(1, 50), *day(2, 3, 2)]


def rows_of(data: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def test_csv_in_german_opens_in_a_german_spreadsheet() -> None:
    data = written(report_of(week(), By.DAY), Format.CSV, "de")
    assert data.startswith(b"\xef\xbb\xbfTag;")
    heads, monday, tuesday, wednesday, total = rows_of(data, ";")
    assert heads[:6] == ["Tag", "Teile mit Verbleib", "gut", "Nacharbeit", "Ausschuss", "offen"]
    assert monday[:6] == ["02.03.2026", "45", "40", "1", "4", "2"]
    assert monday[7] == "0,088889"
    assert monday[12] == "43,00"
    assert (tuesday[4], wednesday[4]) == ("0", "2")
    assert total[:5] == ["Summe", "100", "93", "1", "6"]
    assert total[12] == "63,00"
    assert "zu wenige Teile" in wednesday[14]


def test_csv_in_english_has_commas_and_points() -> None:
    _, monday, *_, total = rows_of(written(report_of(week(), By.DAY), Format.CSV, "en"), ",")
    assert (monday[0], monday[7], monday[12]) == ("2026-03-02", "0.088889", "43.00")
    assert (total[0], total[7]) == ("Total", "0.060000")


@pytest.mark.parametrize("name", [*BEGINNINGS, FORMULA])
def test_csv_never_calculates(name: str) -> None:
    report = report_of([Part(order=name)] * 30, By.ORDER)
    assert rows_of(written(report, Format.CSV, "en"), ",")[1][0] == f"'{name}"
    defect = report_of([Part(fate="scrap", cause=name)] * 30, By.DEFECT)
    assert rows_of(written(defect, Format.CSV, "de"), ";")[1][0] == f"'{name}"


@pytest.mark.parametrize("name", [*BEGINNINGS, FORMULA])
def test_a_workbook_never_calculates(name: str) -> None:
    parts = [Part(order=name, fate="scrap", cause=name)] * 30
    data = written(report_of(parts, By.ORDER, Question(order=name)), Format.XLSX, "de")
    sheets = [content for member, content in workbook.members(data).items() if member.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3 and not any(b"<f>" in sheet or b"hyperlink" in sheet.lower() for sheet in sheets)
    assert workbook.cells(data, 2)["A2"] == name
    for sheet, place in ((1, "B4"), (2, "A2"), (3, "A2")):
        assert workbook.is_text_for_ever(data, sheet, place)
    assert not workbook.is_text_for_ever(data, 2, "A3")


def test_a_workbook_has_figures_and_charts_of_its_own() -> None:
    cracks = [Part(fate="rework", cause="crack", at=MONDAY + timedelta(days=1), cost_cents=100)] * 3
    data = written(report_of([*week(), *cracks], By.DAY), Format.XLSX, "de")
    main, defects = workbook.cells(data, 2), workbook.cells(data, 3)
    assert [main[place] for place in ("A2", "B2", "C2", "D2", "E2", "F2", "M2")] == ["02.03.2026", 45, 40, 1, 4, 2, 43]
    assert (main["A5"], main["B5"], main["E5"]) == ("Summe", 103, 6)
    assert main["H2"] == pytest.approx(4 / 45)
    assert [defects[place] for place in ("A2", "B2", "C2", "D2", "F2")] == ["Pore", 7, 6, 1, 0.7]
    over_time, pareto = workbook.charts(data)
    assert "lineChart" in over_time and "Ausschuss!$H$2:$H$4" in over_time and "Ausschuss!$L$2:$L$4" in over_time
    assert "barChart" in pareto and "Fehler!$B$2:$B$3" in pareto and "Fehler!$F$2:$F$3" in pareto


def test_json_is_the_report() -> None:
    report = report_of(week(), By.DAY)
    data = written(report, Format.JSON, "de")
    assert data == written(report, Format.JSON, "en")
    assert ScrapReport.model_validate_json(data) == report
    said = json.loads(data)
    assert (said["by"], said["version"], said["group_size"], said["total"]["scrap"]) == ("day", 1, 5, 6)
    assert said["rows"][0]["first_day"] == "2026-03-02"


def test_paper_says_what_must_be_known() -> None:
    parts = [*week(), *[Part(fate="scrap", at=MONDAY, cost_cents=None, assumed=True, cause="crack")] * 3]
    german = paper.text(written(report_of(parts, By.DAY), Format.PDF, "de"))
    assert "Ausschussbericht" in german
    assert "Von 3 Teilen hat niemand den Verbleib gesagt" in german
    assert "2 Teile sind offen: Sie stehen in keiner Quote." in german
    assert "Von 3 Teilen sind die Kosten nicht bekannt" in german
    assert "8,7 % (4,7 % bis 15,8 %)" in german  # 9 of 103; by hand (Wilson) 0.1022 +- 0.0556
    english = paper.text(written(report_of(parts, By.MACHINE), Format.PDF, "en"))
    assert "Scrap report" in english and "press 1" in english and "not said" in english


def test_shares_of_one_defect_are_not_taken_for_those_of_all_parts() -> None:
    of_pores = report_of(week(), By.DAY, Question(cause="pore"))
    assert "nicht von allen Teilen" in paper.text(written(of_pores, Format.PDF, "de"))
    assert "nicht von allen Teilen" not in paper.text(written(report_of(week(), By.DAY), Format.PDF, "de"))


def test_paper_says_that_the_clock_was_set() -> None:
    march = day(0, 60)
    ahead = [part._replace(at=part.at + timedelta(days=365)) for part in march[30:40]]
    asked = Question(since=MONDAY - timedelta(days=1), until=MONDAY + timedelta(days=1))
    report = report_of([*march[:30], *ahead, *march[40:]], By.DAY, asked)
    said = paper.text(written(report, Format.PDF, "de"))
    assert "vor Eintrag 31 von 2026-03-02 08:29 auf 2027-03-02 08:30" in said
    assert "10 Teile dazwischen haben eine Uhrzeit außerhalb des Zeitraums" in said
    assert "die Uhr wurde verstellt" in written(report, Format.CSV, "de").decode("utf-8-sig")


def test_too_few_parts_have_no_figures_in_any_format() -> None:
    report = report_of(day(0, 2, 2), By.ORDER)
    said = paper.text(written(report, Format.PDF, "de"))
    assert "Es sind weniger als 5 Teile: keine Zahlen." in said
    _, row, total = rows_of(written(report, Format.CSV, "de"), ";")
    assert row[1:14] == total[1:14] == [""] * 13
    assert "weniger als 5 Teile" in row[14]
    assert workbook.cells(written(report, Format.XLSX, "de"), 2).keys() >= {"A2", "O2", "A3"}
    assert "B2" not in workbook.cells(written(report, Format.XLSX, "de"), 2)


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("file_format", Format)
def test_the_same_parts_give_the_same_bytes(by: By, language: Language, file_format: Format) -> None:
    first = written(report_of(week(), by), file_format, language)
    assert first == written(report_of(week(), by), file_format, language)
    assert len(first) > 100


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("file_format", Format)
def test_without_parts_there_is_a_file_too(by: By, file_format: Format) -> None:
    assert written(report_of([], by), file_format, "de")


def test_no_time_shorter_than_a_day_is_in_it() -> None:
    """The times of the parts of one day, at whatever hour, give the same file; only the newest part's time is told."""
    early = [part._replace(at=MONDAY + timedelta(minutes=place)) for place, part in enumerate(day(0, 40, 4))]
    late = [part._replace(at=MONDAY + timedelta(minutes=5 * place)) for place, part in enumerate(day(0, 40, 4))]
    for by in By:
        before, after = report_of(early, by), report_of(late, by)
        assert before.model_copy(update={"as_of": None}) == after.model_copy(update={"as_of": None})
