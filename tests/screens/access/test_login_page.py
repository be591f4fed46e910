"""What the login page says, and where it leads to."""

import re
from pathlib import Path

import pytest

from inspection.people import Role
from screens.access.login_page import login_html, own_page
from tests.screens.door.doors import Bench, with_pins


def shown(bench: Bench, cookies: dict[str, str] | None = None, asked: str = "/") -> str:
    visitor = bench.door.visitor(cookies or {}, is_local=False)
    return login_html(bench.door, visitor, "de", asked)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        '/"><script>',
        "/setup\r\nX: y",
        "/login?next=/",
        "",
    ],
)
def test_it_leads_to_a_page_of_this_station_only(elsewhere: str) -> None:
    assert own_page(elsewhere) == "/"


def test_it_leads_back_to_where_somebody_was(tmp_path: Path) -> None:
    with_pins(tmp_path)
    assert 'data-next="/setup?step=scale&amp;lang=de"' in shown(Bench(tmp_path), asked="/setup?step=scale&lang=de")


def test_everybody_has_a_tile_and_text_is_text(tmp_path: Path) -> None:
    from inspection.people import add_pin

    add_pin(tmp_path, Role.MASTER, "<b>Meister</b>", "2750")
    page = shown(Bench(tmp_path))
    assert page.count('name="who"') == 1 and "&lt;b&gt;Meister" in page and "<b>Meister" not in page


def test_without_its_script_no_pin_can_be_sent(tmp_path: Path) -> None:
    """A plain form would put it into the address."""
    with_pins(tmp_path)
    form = shown(Bench(tmp_path)).partition("<form")[2].partition("</form>")[0]
    assert re.findall(r'<(?:input id="pin"|button)[^>]*(?<! disabled)>', form) == []
    assert 'method="post"' in form


def test_who_is_logged_in_can_log_out(tmp_path: Path) -> None:
    with_pins(tmp_path)
    bench = Bench(tmp_path)
    assert 'id="logout"' not in shown(bench)
    assert "Angemeldet: trainee" in shown(bench, bench.cookies(Role.TRAINEE))


def test_without_pins_it_says_where_one_is_set(tmp_path: Path) -> None:
    assert "meisterblick pin set --role master" in shown(Bench(tmp_path))
    assert "/system?section=people" in shown(Bench(tmp_path, opened=False))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text("{")
    assert "Die Datei mit den PINs ist nicht lesbar." in shown(Bench(tmp_path))
