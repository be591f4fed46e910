"""Two masters at the same part: one word is recorded, and the other one is told."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from inspection.protocol import RecordBook
from tests.browser.staging import Stage
from tests.screens.building import inspection
from tests.screens.test_override_route import say, word
from tests.screens.test_server import ask, authorized, batch


@pytest.fixture
def part(served: Stage) -> str:
    """The id of a part that was recorded just now."""
    record_id = uuid.uuid4().hex
    sent = batch(inspection(record_id=record_id))
    assert ask(served, "POST", "/api/records", sent, Authorization=authorized(served))[0] == 200
    return record_id


def words_on(stage: Stage, part: str) -> int:
    with RecordBook.opened(stage.home) as book:
        return len(book.overrides_of([part]).get(part, ()))


def test_who_comes_second_is_told_and_nothing_is_written(served: Stage, part: str) -> None:
    assert say(served, word(1, part, words_seen=0))[0] == 200
    status, answer, _ = say(served, word(2, part, words_seen=0))
    assert status == 412 and "somebody spoke" in answer["error"]
    assert words_on(served, part) == 1


def test_the_same_word_sent_again_is_no_second_one(served: Stage, part: str) -> None:
    first = say(served, word(1, part, words_seen=0))
    assert say(served, word(1, part, words_seen=0))[:2] == first[:2]
    assert words_on(served, part) == 1


def test_who_has_read_the_first_word_may_say_another(served: Stage, part: str) -> None:
    assert say(served, word(1, part, words_seen=0))[0] == 200
    assert say(served, word(2, part, words_seen=1, verdict="FAIL"))[0] == 200
    assert words_on(served, part) == 2


def test_of_many_at_once_one_is_heard(served: Stage, part: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: say(served, word(number, part, words_seen=0))[0], range(6)))
    assert sorted(answers) == [200] + 5 * [412]
    assert words_on(served, part) == 1
