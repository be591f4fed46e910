"""Row 32: whatever is cut off while a model is promoted, the old or the new one is active, as a whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inspection import platform
from inspection.errors import StorageError
from inspection.model_book.changing import make_active, roll_back
from inspection.places import find_model
from tests.inspection.model_book.building import home_with, sound


class PowerCut(BaseException):
    """Nothing in the program catches it, and nothing is tidied up."""


class Cutting:
    """Lets so many steps on the disk happen, then fails, before or after the step."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, steps: int, error: BaseException, *, after: bool) -> None:
        self.left, self.error, self.after = steps, error, after
        for name in ("replace", "sync_file", "sync_directory"):
            monkeypatch.setattr(platform, name, self.counted(getattr(platform, name)))

    def counted(self, step: Callable[..., None]) -> Callable[..., None]:
        def counted(*arguments: object) -> None:
            self.left -= 1
            if self.left < 0 and not self.after:
                raise self.error
            step(*arguments)
            if self.left < 0:
                raise self.error

        return counted


@pytest.mark.parametrize("promoted_before", [False, True])
@pytest.mark.parametrize("error", [PowerCut(), OSError(5, "I/O error")], ids=["power", "disk"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("back", [False, True], ids=["promote", "rollback"])
def test_a_failure_at_any_step_leaves_the_old_or_the_new_model(
    tmp_path: Path, *, promoted_before: bool, error: BaseException, after: bool, back: bool
) -> None:
    steps, done = 0, False
    while not done:
        home = home_with(tmp_path / str(steps), "board", "board-2", "board-3")
        if promoted_before or back:
            make_active("board", home / "models" / "board-2", home, sound)
        old = find_model("board", home)
        new = home / "models" / ("board" if back else "board-3")
        with pytest.MonkeyPatch.context() as monkeypatch:
            Cutting(monkeypatch, steps, error, after=after)
            try:
                if back:
                    roll_back(home, sound)
                else:
                    make_active("board", new, home, sound)
                done = True
            except (PowerCut, StorageError):
                pass
        assert find_model("board", home) in ((new,) if done else (old, new))
        make_active("board", new, home, sound)  # nothing that was left hinders the next one
        assert find_model("board", home) == new
        steps += 1
    assert steps > 4
