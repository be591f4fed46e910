from typing import Any

import pytest

from inspection.errors import InspectionError, RecipeInvalid, StorageFailed, StorageRefused, StoreInUse
from inspection.motion.part_watch import Light
from inspection.record import Judge, Precision
from inspection.station import CameraState, ModelState, StationState, StorageState
from inspection.verdict import Verdict
from screens.host import NotStarted, Starting
from screens.station_view import banner, camera_sign, counts, signs

JUDGE = Judge(model="weld-bead", sha256="2" * 64, engine="openvino", engine_version="1", precision=Precision.BF16)


def state(**changes: Any) -> StationState:
    values: dict[str, Any] = {
        "phase": "ready",
        "recipe": "weld-bead",
        "camera": CameraState(camera_id="1", working=True),
        "model": ModelState(name="weld-bead", judge=JUDGE),
        "storage": StorageState(working=True, free_mb=120_400),
        "counts": {},
        "last_sequence": 0,
    }
    return StationState(**values | changes)


def test_pictures_put_aside_after_a_crash_are_no_alarm() -> None:
    shown = signs(
        state(storage=StorageState(working=True, free_mb=9000, notices=("pictures-put-aside",))), Light.GOOD, "de"
    )
    assert all(sign.good for sign in shown)


def test_all_is_well_in_words() -> None:
    shown = signs(state(), Light.GOOD, "de")
    assert [f"{sign.name}: {sign.words}" for sign in shown] == [
        "Kamera: liefert Bilder",
        "Licht: gut",
        "Modell: weld-bead",
        "Speicher: 120 GB frei",
    ]
    assert all(sign.good for sign in shown)


@pytest.mark.parametrize(
    ("changes", "index", "words", "advice"),
    [
        ({"model": ModelState(name="weld-bead", judge=None, detail="x")}, 2, "nicht verwendbar", "Meister rufen"),
        ({"storage": StorageState(working=True, free_mb=1500)}, 3, "1,5 GB frei", "Platz schaffen"),
        ({"storage": StorageState(working=False, free_mb=1500, detail="x")}, 3, "angehalten", ""),
        (
            {"storage": StorageState(working=True, free_mb=9000, notices=("records-missing",))},
            3,
            "unvollständig",
            "Meister rufen",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(changes: dict[str, Any], index: int, words: str, advice: str) -> None:
    sign = signs(state(**changes), Light.GOOD, "de")[index]
    assert not sign.good and "`" not in sign.advice  # nobody types commands at the bench
    assert words in sign.words
    assert advice in sign.advice


@pytest.mark.parametrize(
    ("light", "words"), [(Light.TOO_DARK, "zu dunkel"), (Light.TOO_BRIGHT, "zu hell"), (None, None)]
)
def test_the_light_is_said_where_there_is_a_picture(light: Light | None, words: str | None) -> None:
    found = [sign for sign in signs(state(), light, "de") if sign.name == "Licht"]
    assert [sign.words for sign in found] == ([] if words is None else [words])
    assert not any(sign.good for sign in found)


@pytest.mark.parametrize("code", ["camera-absent", "camera-lost", "frame-broken", "camera-error", "something-new"])
def test_a_camera_without_pictures_always_comes_with_advice(code: str) -> None:
    camera = CameraState(camera_id="1", working=False, error_code=code, detail="x")
    for sign in (camera_sign(camera, "de"), camera_sign(camera, "en")):
        assert not sign.good and sign.advice and sign.detail == "x"


def test_the_technical_message_stands_only_where_the_picture_would_be() -> None:
    broken = CameraState(camera_id="1", working=False, error_code="camera-absent", detail="x")
    assert signs(state(camera=broken), None, "de")[0].detail == ""
    assert camera_sign(broken.model_copy(update={"working": True}), "de").detail == ""


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (StoreInUse("x"), "Another station is already running"),
        (StorageRefused("x"), "network drive"),
        (RecipeInvalid("x"), "recipe is wrong"),
        (StorageFailed("x"), "Check the disk"),
    ],
)
def test_a_station_that_did_not_start_says_the_next_step(why: InspectionError, words: str) -> None:
    shown = banner(NotStarted(why=why), "en")
    assert shown is not None
    assert words in shown.text and shown.detail == "x" and shown.kind == "stopped"


def test_a_station_that_starts_says_so() -> None:
    shown = banner(Starting(), "de")
    assert shown is not None and shown.kind == "starting"


def test_counters_are_written_as_the_language_does() -> None:
    assert [count.count for count in counts({Verdict.PASS: 1234}, "de")] == ["1.234", "0", "0", "0"]
