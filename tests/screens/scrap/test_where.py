"""Where on the part a defect sits."""

from inspection.finding import Detection
from inspection.job import Job
from inspection.verdict import Verdict
from screens.scrap.where import counted, heat_html, places
from tests.screens.building import inspection, recorded
from tests.screens.history.shop import CRACK, Shop
from tests.screens.scrap.test_scrap_page import page, said

PORE = Detection(class_name="pore", score=0.9, xyxy=(0, 460, 20, 480))


def test_only_the_class_that_is_asked_for_counts_and_by_the_middle_of_its_box() -> None:
    found = places([recorded(inspection(PORE, CRACK)), recorded(inspection(PORE)), recorded(inspection())], "pore")
    assert found.parts == 2 and found.centres == ((10 / 640, 470 / 480),) * 2  # pictures of 640 x 480
    assert found.picture is not None and found.picture.width_px == 640


def test_fields_are_counted_row_by_row_and_an_edge_belongs_to_the_last_field() -> None:
    assert counted([(0.0, 0.0), (1.0, 1.0), (0.99, 0.99), (0.5, 0.4)], 3, 3) == [[1, 0, 0], [0, 1, 0], [0, 0, 2]]


def test_the_fullest_field_is_the_reddest_and_the_picture_is_told_in_words() -> None:
    html = heat_html(places([recorded(inspection(PORE))] * 4, "pore"), 'Pore "oben" <4>')
    assert html.count("--heat: 1.00") == 1 and 'aria-label="Pore &quot;oben&quot; &lt;4&gt;"' in html
    assert "/api/pictures/" in html


def test_few_defects_are_no_pattern_and_another_machine_is_left_out(shop: Shop) -> None:
    for machine in ("M 1", "M 1", "M 2"):
        shop.inspect(Verdict.FAIL, Job(machine=machine))
    text = said(page(shop, {"section": "where", "machine": "M 1"}))
    assert "Riss, 2-mal auf den neuesten 2 Teilen damit" in text and "zu wenige für ein Muster" in text
