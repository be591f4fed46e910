"""What is found, page by page, with what was said of it."""

from datetime import datetime

from inspection.job import Job
from inspection.verdict import Verdict
from screens.history.asking import NOTHING_ASKED, PAGE, Asked, From, TakenBack
from screens.history.looking import look_at, look_further, look_up, stamp
from tests.screens.history.shop import Shop

TODAY = datetime.now().astimezone().date()


def numbers(shop: Shop, asked: Asked) -> list[int]:
    return [record.sequence for record in look_up(shop.station, asked, TODAY).records]


def test_pages_follow_each_other_without_gap_or_repetition(shop: Shop) -> None:
    parts = [shop.inspect(Verdict.PASS).sequence for _ in range(2 * PAGE + 3)]
    found = look_up(shop.station, NOTHING_ASKED, TODAY)
    shop.inspect(Verdict.FAIL)  # a part that comes meanwhile moves nothing
    while found.there_is_more:
        found = look_further(shop.station, NOTHING_ASKED, TODAY, found)
    assert [record.sequence for record in found.records] == parts[::-1]
    assert sum(found.counts.values()) == len(parts)


def test_a_number_finds_the_part_that_bears_it_and_the_entry(shop: Shop) -> None:
    first = shop.inspect(Verdict.PASS)
    bearing = shop.inspect(Verdict.FAIL, Job(serial=str(first.sequence)))
    asked = Asked(number=str(first.sequence))
    assert set(numbers(shop, asked)) == {first.sequence, bearing.sequence}
    assert sum(look_up(shop.station, asked, TODAY).counts.values()) == 2
    both = shop.inspect(Verdict.PASS, Job(serial=str(bearing.sequence + 1)))
    asked = Asked(number=str(both.sequence))
    assert numbers(shop, asked) == [both.sequence] and sum(look_up(shop.station, asked, TODAY).counts.values()) == 1


def test_an_entry_that_is_far_older_than_the_bearers_of_its_number_skips_none_of_them(shop: Shop) -> None:
    first = shop.inspect(Verdict.PASS)
    bearing = [shop.inspect(Verdict.PASS, Job(serial=str(first.sequence))).sequence for _ in range(PAGE + 5)]
    asked = Asked(number=str(first.sequence))
    found = look_up(shop.station, asked, TODAY)
    while found.there_is_more:
        found = look_further(shop.station, asked, TODAY, found)
    assert sorted(record.sequence for record in found.records) == [first.sequence, *bearing]


def test_what_was_taken_back_is_not_counted_with_the_others(shop: Shop) -> None:
    parts = [shop.inspect(verdict) for verdict in (Verdict.PASS, Verdict.PASS, Verdict.FAIL)]
    shop.take_back(parts[2])

    def counted(asked: Asked) -> tuple[int, int]:
        found = look_up(shop.station, asked, TODAY)
        return sum(found.counts.values()), found.taken_back

    assert counted(NOTHING_ASKED) == (2, 1)
    assert counted(Asked(taken_back=TakenBack.NOT)) == (2, 0)
    assert counted(Asked(taken_back=TakenBack.ONLY)) == (0, 1)
    assert counted(Asked(number=str(parts[2].sequence))) == (0, 1)
    assert counted(Asked(number=str(parts[0].sequence))) == (1, 0)


def test_words_and_withdrawals_stand_beside_the_parts(shop: Shop) -> None:
    said, taken_back = shop.inspect(Verdict.FAIL), shop.inspect(Verdict.FAIL)
    shop.say(said, Verdict.FAIL)
    shop.say(said, Verdict.PASS)
    shop.take_back(taken_back)
    found = look_up(shop.station, NOTHING_ASKED, TODAY)
    assert {about: word.verdict for about, word in found.words.items()} == {said.inspection.record_id: Verdict.PASS}
    assert found.withdrawn == {taken_back.inspection.record_id}
    one = look_at(shop.station, said.sequence)
    assert one is not None and [word.override.verdict for word in one.words] == [Verdict.PASS, Verdict.FAIL]


def test_one_part_is_opened_wherever_it_came_from(shop: Shop) -> None:
    part = shop.inspect(Verdict.PASS, source="files")
    assert numbers(shop, NOTHING_ASKED) == [] and numbers(shop, Asked(origin=From.FILES)) == [part.sequence]
    opened = look_at(shop.station, part.sequence)
    assert opened is not None and opened.record == part and opened.word is None
    assert look_at(shop.station, part.sequence + 1) is None


def test_the_stamp_changes_with_all_that_is_recorded_and_costs_no_question(shop: Shop) -> None:
    stamps = [stamp(shop.station)]
    part = shop.inspect(Verdict.REVIEW)
    stamps.append(stamp(shop.station))
    shop.say(part, Verdict.PASS)
    stamps.append(stamp(shop.station))
    shop.take_back(part)
    stamps.append(stamp(shop.station))
    assert len(set(stamps)) == 4 and stamp(shop.station) == stamps[-1]
    assert shop.questions == 0
