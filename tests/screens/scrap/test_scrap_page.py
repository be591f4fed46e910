"""The scrap book's page without a browser."""

from streamlit.testing.v1 import AppTest

from inspection.job import Job
from inspection.people import Role
from inspection.scrap_book.costs import Costs, PartCost, load_costs, save_costs
from inspection.verdict import Verdict
from screens.scrap.sections import Section
from tests.screens.history.shop import Shop


def script() -> None:
    import streamlit as st

    from screens.pages import pages
    from screens.scrap.page import scrap

    st.navigation(pages(), position="hidden")
    scrap()


def page(shop: Shop, address: dict[str, str] | None = None, role: Role = Role.MASTER) -> AppTest:
    shop.put_to_work(role)
    test = AppTest.from_function(script, default_timeout=20)
    for name, value in {"lang": "de", **(address or {})}.items():
        test.query_params[name] = value
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def said(test: AppTest) -> str:
    text = "\n".join(str(element.proto.body) for element in test.get("html"))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_shop_is_told_when_something_stands_here(shop: Shop) -> None:
    assert "Nach der ersten Prüfung steht es hier." in said(page(shop))


def test_the_share_comes_with_its_n_and_what_is_open_beside_it(shop: Shop) -> None:
    for verdict in [Verdict.PASS] * 6 + [Verdict.FAIL] * 2 + [Verdict.REVIEW]:
        shop.inspect(verdict)
    text = said(page(shop))
    assert "25,0 %" in text and "2 von 8" in text  # the part that waits for the master is in no share
    assert "Noch offen, nicht mitgezählt</dt><dd>1 Teil<" in text
    assert "mindestens 20" in text  # too few for a share that means something
    assert "2 Teile zählen nach ihrem Urteil" in text


def test_filters_stand_in_the_address_and_narrow_what_is_counted(shop: Shop) -> None:
    shop.inspect(Verdict.FAIL, Job(machine="M 1"))
    shop.inspect(Verdict.PASS, Job(machine="M 2", order="A-7"))
    assert "1 von 1" in said(page(shop, {"machine": "M 1"}))
    assert "0 von 1" in said(page(shop, {"order": "A-7"}))
    test = page(shop, {"machine": "M 1", "section": "causes"})
    assert "Riss" in said(test) and test.selectbox(key="scrap_asked_machine").value == "M 1"
    test.button(key="mb_ask_clear").click().run()
    assert "machine" not in test.query_params and test.query_params["section"] in ("causes", ["causes"])


def test_nobody_can_be_filtered_by(shop: Shop) -> None:
    shop.inspect(Verdict.PASS)
    test = page(shop)
    labels = {one.label for one in (*test.selectbox, *test.text_input)}
    assert labels == {"Zeit", "Teil", "Maschine", "Auftrag", "Fehler", "Los", "Charge"}


def test_what_costs_are_known_is_in_the_sum_and_the_rest_is_said(shop: Shop) -> None:
    shop.inspect(Verdict.FAIL)
    assert "unbekannt" in said(page(shop))
    save_costs(shop.home, Costs(hour_cents=6000, parts={"weld-bead": PartCost(material_cents=250, minutes=12)}))
    assert "14,50 €" in said(page(shop))  # 2.50 of material and 12 minutes at 60 an hour


def test_the_master_fills_in_costs_as_the_workshop_writes_numbers(shop: Shop) -> None:
    test = page(shop, {"section": "costs"})
    test.text_input(key="scrap_cost_hour").set_value("60")
    test.text_input(key="scrap_cost_weld-bead_material").set_value("2,50 €")
    test.text_input(key="scrap_cost_weld-bead_minutes").set_value("12")
    test.button(key="scrap_costs_save").click().run()
    assert "Die Kosten sind gespeichert." in said(test)
    assert load_costs(shop.home) == Costs(
        hour_cents=6000, parts={"weld-bead": PartCost(material_cents=250, minutes=12)}
    )


def test_a_slip_of_the_hand_saves_nothing(shop: Shop) -> None:
    test = page(shop, {"section": "costs"})
    test.text_input(key="scrap_cost_hour").set_value("6o")
    test.button(key="scrap_costs_save").click().run()
    assert "In einem Feld steht keine Zahl" in said(test) and load_costs(shop.home) == Costs()


def test_a_trainee_looks_and_the_costs_ask_for_the_master(shop: Shop) -> None:
    shop.inspect(Verdict.PASS)
    assert "0,0 %" in said(page(shop, role=Role.TRAINEE))
    assert "Hier ist der Meister gefragt" in said(page(shop, {"section": "costs"}, role=Role.TRAINEE))


def test_every_section_can_be_opened_on_a_shop_of_one_day(shop: Shop) -> None:
    for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.REVIEW):
        shop.inspect(verdict)
    for section in Section:
        assert said(page(shop, {"section": section.value}))


def test_the_pictures_are_of_one_kind_of_part_and_say_when_days_are_missing(shop: Shop) -> None:
    shop.inspect(Verdict.FAIL)
    text = said(page(shop, {"section": "drift"}))
    assert "Bilder von: Schweißnaht" in text and "Es braucht Bilder von mehreren Tagen" in text


def test_the_report_is_of_the_parts_that_are_chosen(shop: Shop) -> None:
    shop.inspect(Verdict.FAIL, Job(machine="M 1"))
    shop.inspect(Verdict.PASS, Job(machine="M 2"))
    test = page(shop, {"section": "report", "machine": "M 1"})
    assert "1 von 1" in said(test)
    assert {getattr(one, "label", None) for one in test.get("download_button")} == {
        "Arbeitsmappe (Excel)",
        "Auf Papier (PDF)",
        "Tabelle (CSV)",
    }
