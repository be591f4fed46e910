from inspection.finding import Characteristic, Detection, Unit
from inspection.norms import Iso5817
from inspection.verdict import Code, Reason, Verdict
from inspection.visibility import Visible
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
        ("Pore 2,5 mm", "fail"),  # a box alone says how large it is at most
        ("Pore 0,6 mm", "within"),
        ("Spritzer 1,3 mm", "within"),
    ]


def test_a_part_near_the_limit_is_marked_for_the_master() -> None:
    pore = Detection(class_name="pore", score=0.9, xyxy=(100, 100, 108, 108))
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
    html = arithmetic_html(recorded(inspection(BIG_PORE)), "de").replace("\xa0", " ")
    assert (
        "Pore (2017), Durchmesser" in html
        and "≤ min(0,2 × 5; 2) = 1,0" in html
        and "ISO 5817:2014 C" in html
        and "20,5 ms" in html
    )
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
    assert "<td>eigener Grenzwert</td>" in html


def test_a_pass_says_down_to_which_size_defects_are_seen_and_what_no_picture_shows() -> None:
    crack = Visible(
        class_name="crack",
        characteristic=Characteristic.LENGTH,
        size=2.6,
        unit=Unit.MM,
        limited_by="model",
        rate=0.95,
        n=50,
    )
    unsure = Visible(class_name="undercut", limited_by="unreliable", rate=0.78, n=41)
    good = inspection()
    view = good.views[0].model_copy(update={"visible": (crack, unsure)})
    norm = Iso5817(level="C", joint="butt", t_mm=5)
    part = good.model_copy(update={"views": (view,), "not_assessable": norm.not_assessable()})
    seen, missing = part_view(recorded(part), "de", is_newest=True).coverage
    assert seen.replace("\xa0", " ").startswith(
        "Hier werden mindestens neun von zehn gefunden: Riss ab 2,6 mm Länge. Kleinere können"
    )
    assert "In keiner Größe sicher gefunden: Einbrandkerbe." in seen
    assert missing.startswith("Nach diesem Bild nicht prüfbar: Endkraterlunker (2025)")
    failed = recorded(inspection(CRACK).model_copy(update={"not_assessable": norm.not_assessable()}))
    assert len(part_view(failed, "en", is_newest=True).coverage) == 1


def test_a_grade_is_shown_with_what_kept_the_part_from_a_better_one() -> None:
    missed = Reason(
        code=Code.LIMIT_EXCEEDED,
        class_name="live_knot",
        characteristic="share-of-width",
        value=15,
        limit=12,
        unit="%",
        source="shop",
        level="A",
    )
    good = inspection()
    view = good.views[0].model_copy(update={"grade": "B", "grade_missed": (missed,)})
    shown = part_view(recorded(good.model_copy(update={"grade": "B", "views": (view,)})), "de", is_newest=True)
    assert shown.grade == "Güte B"
    assert shown.sentences[-1].replace("\xa0", " ").startswith("Nicht A: Gesunder Ast, Anteil an der Breite 15 %")


def test_what_needs_a_gauge_is_marked_for_the_master() -> None:
    undercut = Detection(class_name="undercut", score=0.9, xyxy=(100, 100, 160, 110))
    view = part_view(recorded(inspection(undercut)), "de", is_newest=True)
    assert view.word == "Meister fragen"
    assert "mit der Lehre messen" in view.sentences[0]
    assert [mark.kind for mark in view.marks] == ["review"]
