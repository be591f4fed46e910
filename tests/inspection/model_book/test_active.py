"""The pointer says which model judges; one that is damaged or leads nowhere is refused, never another model taken."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.errors import ModelRefused
from inspection.model_book.active import FILE, active_models, manifest_sha256
from inspection.model_book.changing import Compared, make_active, roll_back
from inspection.places import SHIPPED_MODELS, find_model, model_folder
from tests.inspection.model_book.building import home_with, sound


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_with(tmp_path, "board", "board-2", "board-3")


def test_without_a_pointer_a_slot_is_the_model_of_its_name(home: Path, tmp_path: Path) -> None:
    assert active_models(home).slots == {}
    assert find_model("board", home) == home / "models" / "board"
    assert find_model("board", tmp_path / "elsewhere") == SHIPPED_MODELS / "board"


def test_a_promoted_model_judges_and_the_one_before_can_be_had_back_once(home: Path) -> None:
    change = make_active("board", home / "models" / "board-2", home, sound, reason="finds more cracks")
    assert find_model("board", home) == home / "models" / "board-2"
    assert model_folder("board", home) == home / "models" / "board"
    assert str(change) == "board: board (not promoted) -> board-2"
    make_active("board", home / "models" / "board-3", home, sound)
    assert str(roll_back(home, sound)) == "board: board-3 -> board-2"
    assert find_model("board", home) == home / "models" / "board-2"
    with pytest.raises(ModelRefused, match="nothing to go back to for 'board'"):
        roll_back(home, sound)


def test_a_shipped_model_can_be_gone_back_to(tmp_path: Path) -> None:
    home = home_with(tmp_path, "board-2")
    make_active("board", home / "models" / "board-2", home, sound)
    roll_back(home, sound, "board")
    assert find_model("board", home) == SHIPPED_MODELS / "board"
    home_with(tmp_path, "board")  # a model of the same name comes later: the pointer means the other one
    assert find_model("board", home) == SHIPPED_MODELS / "board"


def test_a_slot_that_nothing_judged_in_has_nothing_to_go_back_to(home: Path) -> None:
    make_active("hinge", home / "models" / "board-2", home, sound)
    with pytest.raises(ModelRefused, match="nothing to go back to"):
        roll_back(home, sound, "hinge")


def test_a_part_that_leaves_a_slot_it_shared_goes_back_to_what_judged_there(home: Path) -> None:
    compared = Compared(
        candidate=manifest_sha256(home / "models" / "board-2"), active=manifest_sha256(home / "models" / "board")
    )
    make_active("hinge", home / "models" / "board-2", home, sound, compared=compared, instead_of="board")
    assert find_model("board", home) == home / "models" / "board"
    assert find_model("hinge", home) == home / "models" / "board-2"
    roll_back(home, sound, "hinge")
    assert find_model("hinge", home) == home / "models" / "board"


def test_a_rollback_needs_a_name_where_there_are_several_slots_and_a_sound_model(home: Path) -> None:
    make_active("board", home / "models" / "board-2", home, sound)
    make_active("hinge", home / "models" / "board-3", home, sound)
    with pytest.raises(ModelRefused, match="there are: board, hinge"):
        roll_back(home, sound)
    with pytest.raises(ModelRefused, match="broken"):
        roll_back(home, refused, "board")
    assert find_model("board", home).name == "board-2"


def refused(folder: Path) -> None:
    raise ModelRefused(f"{folder.name} is broken")


def test_a_refused_candidate_leaves_everything_as_it_was(home: Path) -> None:
    with pytest.raises(ModelRefused, match="board-2 is broken"):
        make_active("board", home / "models" / "board-2", home, refused)
    assert active_models(home).slots == {}


def test_only_what_lies_among_the_models_can_become_active(home: Path, tmp_path: Path) -> None:
    elsewhere = home_with(tmp_path / "usb-stick", "board-9") / "models" / "board-9"
    with pytest.raises(ModelRefused, match="is not where models are; copy it to"):
        make_active("board", elsewhere, home, sound)
    with pytest.raises(ModelRefused, match="cannot be a slot's name"):
        make_active("../board", home / "models" / "board-2", home, sound)


@pytest.mark.parametrize("happened", ["changed", "gone"])
def test_an_active_model_that_is_not_what_was_promoted_is_refused(home: Path, happened: str) -> None:
    chosen = home / "models" / "board-2"
    make_active("board", chosen, home, sound)
    if happened == "gone":
        (chosen / "manifest.json").unlink()
    else:
        said = json.loads((chosen / "manifest.json").read_text())
        (chosen / "manifest.json").write_text(json.dumps({**said, "nms_iou": 0.5}))
    with pytest.raises(ModelRefused, match=r"'board-2', active for 'board', .*meisterblick models rollback"):
        find_model("board", home)
    assert find_model("weld-bead", home) == SHIPPED_MODELS / "weld-bead"
    roll_back(home, sound)
    assert find_model("board", home) == home / "models" / "board"


def test_a_pointer_that_is_gone_or_damaged_is_refused_and_a_rollback_mends_it(home: Path) -> None:
    make_active("board", home / "models" / "board-2", home, sound)
    make_active("board", home / "models" / "board-3", home, sound)
    path = home / "models" / FILE
    for damage in (b"", b"{}", path.read_bytes().replace(b"board-3", b"board-1")):
        path.write_bytes(damage)
        with pytest.raises(ModelRefused, match=r"active\.json is damaged: .*meisterblick models rollback"):
            find_model("board", home)
    path.unlink()
    with pytest.raises(ModelRefused, match="is gone, so nobody knows"):
        find_model("board", home)
    roll_back(home, sound)
    assert find_model("board", home) == home / "models" / "board-2"


def test_with_both_files_damaged_it_says_what_is_left_to_do(home: Path) -> None:
    make_active("board", home / "models" / "board-2", home, sound)
    for path in (home / "models").glob("active*.json"):
        path.write_bytes(b"?")
    with pytest.raises(ModelRefused, match=r"delete it and active\.json, and promote"):
        roll_back(home, sound)


def test_a_damaged_pointer_brings_no_model_back_that_is_not_sound(home: Path) -> None:
    make_active("board", home / "models" / "board-2", home, sound)
    make_active("board", home / "models" / "board-3", home, sound)
    (home / "models" / FILE).write_bytes(b"?")
    for slot in ("board", None):
        with pytest.raises(
            ModelRefused, match=r"what judged 'board' before cannot judge: board-2 is broken; mend that"
        ):
            roll_back(home, refused, slot)
    assert (home / "models" / FILE).read_bytes() == b"?"
    assert str(roll_back(home, sound)) == "board: damaged pointer -> board-2"


@pytest.mark.parametrize(("changed", "said"), [("board-2", "the candidate was changed"), ("board", "became active")])
def test_only_what_was_compared_becomes_active(home: Path, changed: str, said: str) -> None:
    compared = Compared(
        candidate=manifest_sha256(home / "models" / "board-2"), active=manifest_sha256(home / "models" / "board")
    )
    manifest = home / "models" / changed / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole + b"\n")
    with pytest.raises(ModelRefused, match=said):
        make_active("board", home / "models" / "board-2", home, sound, compared=compared)
    assert active_models(home).slots == {}
    manifest.write_bytes(whole)
    make_active("board", home / "models" / "board-2", home, sound, compared=compared)
    with pytest.raises(ModelRefused, match="became active"):
        make_active("board", home / "models" / "board-2", home, sound, compared=compared)


@settings(max_examples=60)
@given(data=st.data())
def test_no_flipped_bit_of_the_pointer_lets_another_model_judge(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    home = home_with(tmp_path_factory.mktemp("home"), "board", "coard")
    make_active("board", home / "models" / "coard", home, sound)
    path = home / "models" / FILE
    written = bytearray(path.read_bytes())
    written[data.draw(st.integers(0, len(written) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(written)
    try:
        found = find_model("board", home)
    except ModelRefused:
        return
    assert found == home / "models" / "coard"  # the flip was in a blank


def test_a_manifest_that_cannot_be_read_has_no_hash(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="cannot be read"):
        manifest_sha256(tmp_path)
