"""What is taken and what is refused of orders, numbers and parts taken back."""

import pytest
from pydantic import ValidationError

from screens.inspecting.routes import JobRequest, WatchRequest, WithdrawalRequest


def test_what_is_typed_is_taken_as_it_was_meant() -> None:
    assert JobRequest(kind="serial", text="  AB\t 12 ").text == "AB 12"
    assert JobRequest(kind="order", text="   ").text is None
    assert JobRequest(kind="order", text=None).text is None


@pytest.mark.parametrize(
    "body",
    [
        '{"kind": "serial", "text": "%s"}' % ("x" * 65),
        '{"kind": "person", "text": "x"}',
        '{"kind": "serial", "text": "a\\u0000b"}',
        '{"kind": "serial", "text": "x", "name": "y"}',
    ],
)
def test_what_is_no_number_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        JobRequest.model_validate_json(body)


@pytest.mark.parametrize("kind", ["order", "machine", "lot", "material", "serial"])
def test_what_was_typed_is_taken_without_the_blanks_around_it(kind: str) -> None:
    assert JobRequest.model_validate({"kind": kind, "text": "  Robot   2 "}).text == "Robot 2"


def test_a_withdrawal_needs_ids_and_a_known_reason() -> None:
    good = {"withdrawal_id": "ab" * 16, "record_id": "cd" * 16, "why": "lay-wrong"}
    assert WithdrawalRequest.model_validate(good).given_now().record_id == "cd" * 16
    for wrong in ({"why": "because"}, {"record_id": "../x"}, {"withdrawal_id": ""}):
        with pytest.raises(ValidationError):
            WithdrawalRequest.model_validate(good | wrong)


def test_the_automatic_trigger_is_on_or_off() -> None:
    with pytest.raises(ValidationError):
        WatchRequest.model_validate_json('{"on": "perhaps"}')
