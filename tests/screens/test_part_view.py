from inspection.finding import Detection
from inspection.verdict import Code, Reason, Verdict
from screens.arithmetic import arithmetic_html
from screens.part_view import part_view, small_part
from tests.screens.building import inspection, not_judged, recorded

CRACK = Detection(class_name="crack", score=0.9, xyxy=(100, 100, 160, 180))
BIG_PORE = Detection(class_name="pore", score=0.9, xyxy=(300, 200, 318, 217))
SMALL_PORE = Detection(class_name="pore", score=0.9, xyxy=(400, 200, 405, 204))
SPATTER = Detection(class_name="spatter", score=0.9, xyxy=(10, 10, 20, 18))


def test_the_worst_reason_is_said_first_and_every_reason_once() -> None:
    view = part_view(recorded(inspection(BIG_PORE, CRACK, SMALL_PORE)), "de", is_newest=True)
    assert (view.verdict, view.word) == (Verdict.FAIL, "n.i.O.")
    assert len(view.sentences) == len(set(view.sentences)) == 2
    assert view.heading.startswith("Letztes Teil · Eintrag 7 · ")
    assert view.picture is not None and view.picture.address == f"/api/pictures/{'cd' * 32}"


def test_marks_say_what_each_finding_did_to_the_verdict() -> None:
    view = part_view(recorded(inspection(CRACK, BIG_PORE, SMALL_PORE, SPATTER)), "de", is_newest=True)
    assert [(mark.label.replace("\xa0", " "), mark.kind) for mark in view.marks] == [
        ("Riss 14 mm", "fail"),
        ("Pore 1,8 mm", "fail"),
        ("Pore 0,5 mm", "within"),
        ("Spritzer 1 mm", "within"),
    ]


def test_a_part_near_the_limit_is_marked_for_the_master() -> None:
    pore = Detection(class_name="pore", score=0.9, xyxy=(100, 100, 110, 110))
    view = part_view(recorded(inspection(pore)), "en", is_newest=False)
    assert view.word == "ask the master"
    assert [mark.kind for mark in view.marks] == ["review"]
    assert view.heading.startswith("Earlier part · entry 7")


def test_a_part_without_a_picture_says_why_and_what_to_try() -> None:
    lost = not_judged(Reason(code=Code.CAMERA_LOST, detail="unplugged"))
    view = part_view(recorded(lost), "de", is_newest=True)
    assert view.picture is None and view.marks == ()
    assert view.remedy == "Kamera anschließen und einschalten; die Station verbindet sich von selbst."
    assert small_part(recorded(lost), "de").address is None


def test_the_arithmetic_is_complete_and_escaped() -> None:
    html = arithmetic_html(recorded(inspection(BIG_PORE)), "de")
    assert "Pore, Durchmesser" in html and "ISO 5817:2014 C (2017), s = 5 mm" in html and "20,5 ms" in html
    strange = not_judged(Reason(code=Code.DETECTOR_FAILED, detail="<script>alert(1)</script>"))
    assert "<script>" not in arithmetic_html(recorded(strange), "de")
    assert "&lt;script&gt;" in arithmetic_html(recorded(strange), "de")


def test_times_stand_in_the_order_of_the_steps_and_own_limits_are_called_so() -> None:
    part = inspection(BIG_PORE)
    as_recorded = {"capture": 1.0, "check": 2.0, "decide": 5.0, "find": 3.0, "measure": 4.0, "total": 15.0}
    view = part.views[0].model_copy(update={"timings_ms": as_recorded})
    own = part.reasons[0].model_copy(update={"source": "shop"})
    html = arithmetic_html(recorded(part.model_copy(update={"views": (view,), "reasons": (own,)})), "de")
    assert "suchen 3 ms, messen 4 ms, entscheiden 5 ms, zusammen 15 ms" in html
    assert "<td>eigene Grenze</td>" in html
