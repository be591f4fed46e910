"""Rows 1 to 12 of the fault catalogue at every backend that can have them: no OK on a bad frame, and back to work."""

from collections.abc import Iterator

import pytest

from tests.camera.v4l2.stand_in import compile_stand_in
from tests.inspection.faults.bench import Bench
from tests.inspection.faults.faults import Fault
from tests.inspection.faults.hands import FAULTS, make_hands
from tests.inspection.faults.scenes import Scenes


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    root = tmp_path_factory.mktemp("bench")
    hands = make_hands(request.param, root, Scenes.rendered(), lambda: compile_stand_in(root))
    made = Bench(root, hands)
    made.until_ok()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("bench", "fault"),
    [(backend, fault) for backend in FAULTS for fault in sorted(FAULTS[backend])],
    indirect=["bench"],
)
def test_no_part_passes_while_the_fault_lasts(bench: Bench, fault: Fault) -> None:
    bench.suffer(fault)
