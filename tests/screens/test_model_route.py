"""A command tells the running station that another model is active."""

from tests.browser.staging import Stage
from tests.screens.test_server import ask, authorized

CHANGE = {"slot": "board", "code": "model-promoted", "detail": "board: board -> board-2, master: finds more cracks"}


def test_a_change_is_recorded_and_says_by_what_the_station_judges(served: Stage) -> None:
    status, answer, _ = ask(served, "POST", "/api/models", CHANGE, Authorization=authorized(served))
    assert (status, answer) == (200, {"model": "scripted"})


def test_only_a_command_that_knows_the_token_may_say_so(served: Stage) -> None:
    origin = {"Origin": f"http://127.0.0.1:{served.url.rsplit(':', 1)[1]}"}
    assert ask(served, "POST", "/api/models", CHANGE, **origin)[0] == 401
    assert ask(served, "POST", "/api/models", CHANGE, Authorization="Bearer wrong")[0] == 401
    assert ask(served, "POST", "/api/models", CHANGE)[0] == 403


def test_what_is_no_change_is_refused(served: Stage) -> None:
    for wrong in ({"code": "stopped"}, {"slot": "../board"}, {"detail": "x" * 5000}, {"more": 1}):
        status, answer, _ = ask(served, "POST", "/api/models", {**CHANGE, **wrong}, Authorization=authorized(served))
        assert (status, set(answer)) == (422, {"error"})
