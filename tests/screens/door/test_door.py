"""Who comes in: on an opened server nobody without a PIN, on the bench whoever sits there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.errors import PeopleUnreadable
from inspection.people import Role, change_pin, remove_pin
from screens.door.door import Refused, Welcome
from screens.door.session import LASTS_S
from tests.screens.door.doors import LAN, PINS, Bench, with_pins


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    with_pins(tmp_path)
    return Bench(tmp_path)


def test_at_the_bench_everybody_is_master_until_a_master_has_a_pin(tmp_path: Path) -> None:
    bench = Bench(tmp_path, opened=False)
    assert bench.role({}, is_local=True) is Role.MASTER
    assert bench.role({}) is None  # somebody in the network, whatever the server thinks of itself
    with_pins(tmp_path)
    assert bench.role({}, is_local=True) is Role.OPERATOR
    assert bench.role(bench.cookies(Role.MASTER), is_local=True) is Role.MASTER


def test_on_an_opened_server_nobody_is_anybody_without_login(tmp_path: Path, bench: Bench) -> None:
    assert bench.role({}) is None
    assert bench.role({}, is_local=True) is None
    assert Bench(tmp_path / "without-pins").role({}, is_local=True) is None


@pytest.mark.parametrize("role", Role)
def test_the_right_pin_gives_the_role_also_after_a_restart(bench: Bench, role: Role) -> None:
    cookies = bench.cookies(role)
    assert bench.role(cookies) is role
    bench.door = bench.new_door()
    assert bench.role(cookies) is role


def test_a_pin_of_somebody_else_a_wrong_one_and_nobody_are_refused(bench: Bench) -> None:
    for who, pin in (("master", PINS[Role.OPERATOR]), ("operator", ""), ("deadbeef", "2750"), ("", "2750")):
        assert isinstance(bench.door.log_in(who, pin, "127.0.0.1"), Refused)
        bench.clock.now_s += 1000


@pytest.mark.parametrize("role", Role)
def test_a_session_ends_after_its_time(bench: Bench, role: Role) -> None:
    cookies = bench.cookies(role)
    bench.clock.now_s += LASTS_S[role] - 1
    assert bench.role(cookies) is role
    bench.clock.now_s += 1
    assert bench.role(cookies) is None
    bench.clock.now_s -= 10 * LASTS_S[role]  # a clock that was set back does not revive it
    assert bench.role(cookies) is None


def test_logging_out_ends_this_session_and_no_other(bench: Bench) -> None:
    one, other = bench.cookies(Role.MASTER), bench.cookies(Role.MASTER)
    session = bench.door.visitor(one, is_local=False).session
    assert session is not None
    bench.door.log_out(session)
    assert (bench.role(one), bench.role(other)) == (None, Role.MASTER)


def test_a_changed_or_removed_pin_ends_its_sessions(bench: Bench) -> None:
    trainee, operator = bench.cookies(Role.TRAINEE), bench.cookies(Role.OPERATOR)
    entries = {entry.role: entry.id for entry in bench.door.people.entries}
    change_pin(bench.home, entries[Role.TRAINEE], "3618")
    remove_pin(bench.home, entries[Role.OPERATOR])
    assert (bench.role(trainee), bench.role(operator)) == (None, None)
    assert isinstance(bench.door.log_in("trainee", "3618", LAN), Welcome)


def test_a_cookie_of_another_station_opens_nothing(tmp_path: Path, bench: Bench) -> None:
    with_pins(tmp_path / "other")
    foreign = Bench(tmp_path / "other")
    (cookie,) = foreign.cookies(Role.MASTER).values()
    assert foreign.door.cookie_name != bench.door.cookie_name
    assert bench.role({bench.door.cookie_name: cookie}) is None


def test_a_damaged_file_of_pins_makes_nobody_master(bench: Bench) -> None:
    cookies = bench.cookies(Role.MASTER)
    (bench.home / "people.json").write_text("{")
    local = Bench(bench.home, opened=False)
    assert bench.role(cookies) is None
    assert local.role({}, is_local=True) is Role.OPERATOR
    with pytest.raises(PeopleUnreadable):
        bench.door.log_in("master", PINS[Role.MASTER], LAN)


def test_only_the_stations_user_may_read_pins_and_key(bench: Bench) -> None:
    bench.cookies(Role.MASTER)
    for name in ("people.json", "session.key"):
        assert (bench.home / name).stat().st_mode & 0o077 == 0, name


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, str]:
    """A door and a cookie that opens it."""
    home = tmp_path_factory.mktemp("sealed")
    with_pins(home, Role.MASTER)
    bench = Bench(home)
    (cookie,) = bench.cookies(Role.MASTER).values()
    return bench, cookie


@given(place=st.integers(0, 1000), other=st.characters(codec="latin-1"), how=st.sampled_from(["change", "cut", "add"]))
def test_a_tampered_cookie_never_says_anything_else(
    master: tuple[Bench, str], place: int, other: str, how: str
) -> None:
    bench, cookie = master
    place %= cookie.rindex(".")
    tampered = {"change": cookie[:place] + other + cookie[place + 1 :], "cut": cookie[:place], "add": cookie + other}
    seen = bench.door.visitor({bench.door.cookie_name: tampered[how]}, is_local=False)
    if how == "add" or tampered[how] == cookie:  # base64 skips letters that it does not know
        assert seen.session in (None, bench.door.visitor({bench.door.cookie_name: cookie}, is_local=False).session)
    else:
        assert seen.role is None


@given(text=st.text(max_size=80))
def test_no_text_at_all_is_a_cookie(master: tuple[Bench, str], text: str) -> None:
    bench, _ = master
    assert bench.role({bench.door.cookie_name: text}) is None
