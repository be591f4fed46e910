"""The review's page without a browser."""

from streamlit.testing.v1 import AppTest

from inspection.override import Role as Speaking
from inspection.people import Role
from inspection.verdict import Verdict
from screens.review.form import ReviewForm, review_data
from screens.review.queue import Pile, lay_out, looked_at_again
from tests.screens.history.shop import Shop


def script() -> None:
    import streamlit as st

    from screens.pages import pages
    from screens.review.page import review

    st.navigation(pages(), position="hidden")
    review()


def page(shop: Shop, role: Role = Role.MASTER, pile: str = "") -> AppTest:
    shop.put_to_work(role)
    test = AppTest.from_function(script, default_timeout=20)
    test.query_params["lang"] = "de"
    if pile:
        test.query_params["pile"] = pile
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def said(test: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def form(shop: Shop, pile: Pile = Pile.WAITING) -> ReviewForm:
    data = review_data(lay_out(shop.station, pile), "de", can_skip=True)
    assert data is not None
    return data


def test_how_many_wait_and_what_happens_when_none_does(shop: Shop) -> None:
    text = said(page(shop))
    assert "Kein Teil wartet auf den Meister." in text and "Ein neues erscheint hier von selbst." in text
    shop.inspect(Verdict.REVIEW)
    assert "1 Teil offen" in said(page(shop))
    shop.inspect(Verdict.NOT_JUDGED)
    assert "2 Teile offen" in said(page(shop))


def test_the_piles_say_when_they_are_empty_and_an_unknown_one_is_the_first(shop: Shop) -> None:
    assert "noch zu keinem Teil etwas gesagt" in said(page(shop, pile="spoken"))
    assert "kein Teil anders entschieden" in said(page(shop, pile="overruled"))
    assert "Kein Teil wartet" in said(page(shop, pile="nonsense"))


def test_who_is_no_master_sees_the_parts_and_decides_nothing(shop: Shop) -> None:
    for _ in range(2):
        shop.inspect(Verdict.REVIEW)
    looking, deciding = page(shop, Role.TRAINEE), page(shop, Role.MASTER)
    assert "Hier ist der Meister gefragt" in said(looking)
    assert "Hier ist der Meister gefragt" not in said(deciding)
    assert len(deciding.get("bidi_component")) == len(looking.get("bidi_component")) + 2  # his word, what becomes of it
    assert "Eintrag" in said(looking)
    before = said(looking)
    looking.button(key="mb_review_next").click().run()
    assert said(looking) != before


def test_nothing_is_asked_of_the_records_while_nothing_changed(shop: Shop) -> None:
    shop.inspect(Verdict.REVIEW)
    test = page(shop)
    asked = shop.questions
    run(run(test))
    assert shop.questions == asked


def test_a_part_outlives_news_and_a_disk_that_fails(shop: Shop) -> None:
    shop.inspect(Verdict.REVIEW)
    test = page(shop)
    shop.inspect(Verdict.REVIEW)
    assert "2 Teile offen" in said(run(test))
    shop.inspect(Verdict.PASS)
    shop.broken = True
    assert "Die Einträge sind nicht lesbar" in said(run(test))


def test_the_form_knows_how_many_words_there_were(shop: Shop) -> None:
    part = shop.inspect(Verdict.REVIEW)
    assert form(shop).words_seen == 0 and form(shop).gone == ""
    shown = lay_out(shop.station, Pile.WAITING)
    shop.say(part, Verdict.PASS)
    data = review_data(looked_at_again(shop.station, shown), "de", can_skip=True)
    assert data is not None and data.words_seen == 0 and data.gone.startswith("Jemand war schneller")
    assert form(shop, Pile.SPOKEN).words_seen == 1 and form(shop, Pile.SPOKEN).gone == ""


def test_a_part_that_was_taken_back_is_not_decided(shop: Shop) -> None:
    part = shop.inspect(Verdict.REVIEW)
    shown = lay_out(shop.station, Pile.WAITING)
    shop.take_back(part)
    data = review_data(looked_at_again(shop.station, shown), "de", can_skip=True)
    assert data is not None and "zurückgenommen" in data.gone


def test_every_key_means_one_thing(shop: Shop) -> None:
    shop.inspect(Verdict.REVIEW)
    shown = lay_out(shop.station, Pile.WAITING)
    for language in ("de", "en"):
        data = review_data(shown, language, can_skip=True)
        assert data is not None
        assert {*data.keys} == {"PASS", "FAIL", "onward"}
        assert len({*data.keys.values()}) == 3 and all(len(key) == 1 and key.isupper() for key in data.keys.values())
        assert {one.role for one in data.form.roles} == {*Speaking} and len(data.form.picks) < 10
