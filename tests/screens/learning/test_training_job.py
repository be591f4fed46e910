"""A training is begun as a process of its own, once, and is found again by its files."""

import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from screens.learning import training_job
from screens.learning.training_words import ended_notice
from tests.training.test_runs import BEGUN, FINISHED, make
from training.errors import RunRefused
from training.labelling.book import LabelBook
from training.runs import ASKED, Asked, Run, Standing, run_at_work, runs

pytestmark = pytest.mark.timeout(300)


def ended(home: Path) -> Run:
    """The only run, once it has come to an end."""
    deadline = time.monotonic() + 240
    while run_at_work(home) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    [found] = runs(home)
    return found


def test_what_cannot_be_learned_from_is_said_in_the_run(tmp_path: Path) -> None:
    LabelBook.open(tmp_path).close()
    training_job.begin(tmp_path, part="weld-bead", name="weld-bead-2", minutes=15)

    with pytest.raises(RunRefused, match="'weld-bead-2' is at work"):
        training_job.begin(tmp_path, part="weld-bead", name="weld-bead-3", minutes=15)
    run = ended(tmp_path)

    assert run.standing is Standing.FAILED
    assert "at least 3 different pieces" in run.why
    assert not run.may_go_on
    notice = ended_notice(run, "de")
    assert notice is not None and notice.title == "weld-bead-2 ließ sich nicht anlernen"


@pytest.mark.skipif(sys.platform == "win32", reason="asks for sessions")
def test_it_is_no_part_of_this_session_and_a_kill_is_noticed(tmp_path: Path) -> None:
    training_job.begin(tmp_path, part="weld-bead", name="weld-bead-2", minutes=15)
    asked = Asked.model_validate_json((tmp_path / "training" / "weld-bead-2" / ASKED).read_bytes())

    assert os.getsid(asked.process.pid) == asked.process.pid != os.getsid(0)
    psutil.Process(asked.process.pid).kill()
    assert ended(tmp_path).standing is Standing.KILLED


def test_names_that_are_taken_and_ends_that_are_final(tmp_path: Path) -> None:
    make(tmp_path, BEGUN, FINISHED, name="weld-bead-2").task.write_text("{}")
    for name in ("weld-bead", "weld-bead-2"):
        with pytest.raises(RunRefused, match="choose another name"):
            training_job.begin(tmp_path, part="weld-bead", name=name, minutes=15)
    for name in ("weld-bead-2", "nowhere"):
        with pytest.raises(RunRefused, match="nothing to go on with"):
            training_job.go_on(tmp_path, name)
