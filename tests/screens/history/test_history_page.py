"""The history's page without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from inspection.disposition import Fate
from inspection.job import Job
from inspection.people import Role
from inspection.verdict import Verdict
from screens.history.looking import FoundOne
from screens.history.part import dated_view, facts_html
from screens.history.rows import found_part
from tests.screens.history.shop import Shop


def script() -> None:
    import streamlit as st

    from screens.history.page import history
    from screens.pages import pages

    st.navigation(pages(), position="hidden")
    history()


def page(shop: Shop, address: dict[str, str] | None = None, role: Role = Role.OPERATOR) -> AppTest:
    shop.put_to_work(role)
    test = AppTest.from_function(script, default_timeout=20)
    for name, value in {"lang": "de", **(address or {})}.items():
        test.query_params[name] = value
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def address(test: AppTest, name: str) -> str:
    said = test.query_params[name]
    return said if isinstance(said, str) else said[0]


def said(test: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def test_how_many_were_found_is_said_in_words(shop: Shop) -> None:
    for verdict in (Verdict.PASS, Verdict.PASS, Verdict.FAIL, Verdict.REVIEW):
        shop.inspect(verdict)
    assert "4 Teile: 2 i.O., 1 Meister fragen, 1 n.i.O." in said(page(shop))
    assert "1 Teil: 1 n.i.O." in said(page(shop, {"verdicts": "FAIL"}))


def test_what_the_address_asks_stands_in_the_fields_and_the_other_way_round(shop: Shop) -> None:
    shop.inspect(Verdict.PASS, Job(order="A-1", serial="7"))
    shop.inspect(Verdict.PASS)
    test = page(shop, {"order": "A-1", "verdicts": "PASS"})
    assert test.text_input(key="asked_order").value == "A-1"
    assert "1 Teil: 1 i.O." in said(test)
    test.text_input(key="asked_number").set_value("  7 ").run()
    assert (address(test, "number"), address(test, "order")) == ("7", "A-1")
    test.button(key="mb_ask_clear").click().run()
    assert "2 Teile" in said(test) and test.text_input(key="asked_number").value == ""
    assert set(test.query_params) == {"lang"}


def test_nothing_is_asked_of_the_records_while_nothing_changed(shop: Shop) -> None:
    shop.inspect(Verdict.PASS)
    test = page(shop, {"verdicts": "PASS"})
    asked = shop.questions
    run(run(test))
    assert shop.questions == asked
    opened = page(shop, {"entry": "1"})
    asked = shop.questions
    run(run(opened))
    assert shop.questions == asked


def test_a_list_stands_still_until_somebody_wants_what_is_new(shop: Shop) -> None:
    shop.inspect(Verdict.PASS)
    test = page(shop)
    shop.inspect(Verdict.FAIL)
    run(test)
    assert "1 Teil: 1 i.O." in said(test)
    test.button(key="mb_news").click().run()
    assert "2 Teile: 1 i.O., 1 n.i.O." in said(test)


@pytest.mark.parametrize(
    ("address", "sentence", "next_step"),
    [
        ({}, "Es wurde noch kein Teil geprüft.", "Nach der ersten Prüfung"),
        ({"number": "<999>"}, "Kein Teil mit der Nummer &lt;999&gt; gefunden.", "Etikett"),
        ({"order": "A-9"}, "Kein Teil zum Auftrag A-9 gefunden.", "Auftragskarte"),
        ({"period": "yesterday"}, "Kein Teil gefunden, auf das alles passt.", "Längere Zeit"),
        ({"entry": "77"}, "Kein Teil mit der Nummer 77 gefunden.", ""),
    ],
)
def test_who_finds_nothing_is_told_what_next(
    shop: Shop, address: dict[str, str], sentence: str, next_step: str
) -> None:
    text = said(page(shop, address))
    assert sentence in text and next_step in text


def test_a_number_that_the_other_filters_leave_out_is_one_press_away(shop: Shop) -> None:
    shop.inspect(Verdict.PASS, Job(serial="S-7"), source="files")
    test = page(shop, {"number": "S-7", "verdicts": "FAIL"})
    assert "die anderen Filter lassen es weg" in said(test)
    test.button(key="mb_widen").click().run()
    assert "1 Teil: 1 i.O." in said(test)


def test_an_opened_part_shows_numbers_facts_words_and_the_paper(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL, Job(order="A-<1>", serial="S-7"))
    shop.say(part, Verdict.PASS)
    shop.take_back(part)
    text = said(page(shop, {"entry": str(part.sequence)}))
    assert "Riss (100)" in text and "S-7" in text and "A-&lt;1&gt;" in text
    assert "&lt;b&gt;gemessen&lt;/b&gt;" in text and "Dieses Teil zählt nicht." in text


def test_only_the_master_gets_the_form_of_his_word(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL)
    roles = (Role.OPERATOR, Role.MASTER)
    forms = [len(page(shop, {"entry": str(part.sequence)}, role).get("bidi_component")) for role in roles]
    assert forms[1] == forms[0] + 2  # his word, and what becomes of the part


def test_what_becomes_of_a_part_stands_beside_it_the_newest_first(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL, Job(machine="M <2>", lot="L-1"))
    shop.dispose(part, Fate.REWORK, 500)
    shop.dispose(part, Fate.SCRAP, 1450)
    text = said(page(shop, {"entry": str(part.sequence)})).replace("\N{NO-BREAK SPACE}", " ")
    assert "M &lt;2&gt;" in text and "L-1" in text
    assert 0 < text.index("Ausschuss · Riss · &lt;b&gt;gerissen&lt;/b&gt; · 14,50 €") < text.index("5,00 €")


def test_records_that_do_not_answer_are_a_message_with_a_next_step(shop: Shop) -> None:
    shop.broken = True
    text = said(page(shop))
    assert "Die Einträge sind nicht lesbar" in text and "disk &lt;1&gt;" in text


def test_an_open_part_outlives_news_and_a_disk_that_fails(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL)
    test = page(shop, {"entry": str(part.sequence)})
    shop.say(part, Verdict.PASS)
    assert "gemessen" in said(run(test))
    shop.inspect(Verdict.PASS)
    shop.broken = True
    assert "Die Einträge sind nicht lesbar" in said(run(test))


def test_a_card_says_what_a_person_looks_for(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL, Job(order="A-1", serial="S-7"))
    card = found_part(part, "de", None, is_withdrawn=True)
    assert (card.word, card.job, card.why, card.withdrawn) == (
        "n.i.O.",
        "Nr. S-7 · Auftrag A-1",
        "Riss",
        "zurückgenommen",
    )
    unseen = shop.inspect(Verdict.NOT_JUDGED)
    assert "Modell" in found_part(unseen, "de", None, is_withdrawn=False).why


def test_an_old_word_says_of_which_day_it_is(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL)
    shop.say(part, Verdict.PASS)
    words = shop.store.overrides_of([part.inspection.record_id])[part.inspection.record_id]
    opened = FoundOne(record=part, words=words, is_withdrawn=False)
    master = dated_view(opened, "de").master
    day = words[0].override.given_at.astimezone().strftime("%d.%m.%Y")
    assert master is not None and day in master.said
    assert day in facts_html(opened, "Schweißnaht", "de")
