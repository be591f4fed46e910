"""What the room of drawing says: each text by the name under which `assets/labelling*.js` asks for it."""

from inspection.language import Language
from inspection.people.role import Role
from inspection.people.wording import role_word
from screens.texts import translator
from training.labelling.drawing import State
from training.labelling.why import Why

Texts = dict[str, str]
Question = dict[str, str | tuple[str, ...]]


def why_word(why: Why, language: Language) -> str:
    """Why a picture is worth drawing on."""
    _ = translator(language)
    return {
        Why.SENT_BACK: _("sent back by the master"),
        Why.OVERRULED: _("the master decided otherwise than the station"),
        Why.DOUBTFUL: _("the station was not sure"),
        Why.NOT_JUDGED: _("the station could not judge it"),
        Why.UNLIKE_SEEN: _("unlike anything drawn so far"),
        Why.UPLOADED: _("brought in"),
        Why.RANDOM: _("sample"),
    }[why]


def state_word(state: State, language: Language) -> str:
    """How far a drawing has come."""
    _ = translator(language)
    return {
        State.DRAWN: _("drawn, waits for the master"),
        State.APPROVED: _("approved"),
        State.SENT_BACK: _("sent back"),
        State.SET_ASIDE: _("set aside"),
    }[state]


def all_texts(language: Language) -> Texts:
    """All single texts."""
    named = {f"why_{why}": why_word(why, language) for why in Why}
    named |= {f"state_{state}": state_word(state, language) for state in State}
    named |= {f"role_{role.value}": role_word(role, language) for role in Role}
    return named | _buttons(language) | _strip(language) | _said(language) | _together(language) | _help(language)


def questions(language: Language) -> dict[str, Question]:
    """What is asked before a picture is set aside or sent back, and for the name of a new class."""
    _ = translator(language)
    leave, hint = _("Cancel"), _("Choose or type why.")
    return {
        "ask_aside": {
            "title": _("Set aside, why?"),
            "picks": (_("blurred or badly lit"), _("nothing to be told from it"), _("another part")),
            "label": _("Or in your own words"),
            "hint": hint,
            "onward": _("Set aside"),
            "leave": leave,
        },
        "ask_back": {
            "title": _("Send back: what is to be done?"),
            "picks": (_("A defect is missing."), _("Draw closer to the edge."), _("Another kind of defect.")),
            "label": _("Or in your own words"),
            "hint": hint,
            "onward": _("Send back"),
            "leave": leave,
        },
        "ask_class": {
            "title": _("New kind of defect"),
            "label": _("Its name, as the shop says it"),
            "hint": _("Type a name of letters."),
            "onward": _("Add"),
            "leave": leave,
        },
    }


def _buttons(language: Language) -> Texts:
    _ = translator(language)
    return {
        "classes": _("Kind of defect"),
        "add_class": _("New kind of defect"),
        "accept": _("Accept"),
        "refuse": _("Refuse"),
        "accept_all": _("Accept all"),
        "refuse_all": _("Refuse all"),
        "remove": _("Delete"),
        "outline": _("Outline"),
        "copy": _("As before"),
        "suggest": _("Suggestions"),
        "hand_in": _("Done, next picture"),
        "approve": _("Approve, next picture"),
        "no_defect": _("No defect"),
        "send_back": _("Send back"),
        "skip": _("Skip"),
        "set_aside": _("Set aside"),
        "compare": _("Compare"),
        "history": _("What happened so far"),
        "tools": _("Tools"),
        "box": _("Box"),
        "polygon": _("Corners"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "smaller": _("smaller"),
        "bigger": _("larger"),
        "whole": _("Whole picture"),
        "stage": _("Picture that is drawn on"),
    }


def _strip(language: Language) -> Texts:
    _ = translator(language)
    return {
        "count_open": _("{count} open"),
        "count_drawn": _("{count} drawn"),
        "count_approved": _("{count} approved"),
        "count_sent_back": _("{count} sent back"),
        "piles": _("Which pictures"),
        "pile_next": _("What teaches most"),
        "pile_sent-back": _("Sent back"),
        "pile_drawn": _("Drawn"),
        "pile_approved": _("Approved"),
        "pile_set-aside": _("Laid aside"),
        "gathering": _("Looking for pictures in the records …"),
        "none": _("No picture here."),
        "none_next": _("No picture waits. Fetch some: at the top, Fetch pictures."),
        "none_drawn": _("No drawing waits for the master."),
        "nothing_left": _("No picture is open here."),
        "shapes": _("Marked: {count}"),
    }


def _said(language: Language) -> Texts:
    _ = translator(language)
    return {
        "saved_saved": _("Kept."),
        "saved_waiting": _("Is being kept …"),
        "saved_unsaved": _("Not kept yet: no answer from the station. It is tried again."),
        "saved_refused": _("Not kept: the station refuses it."),
        "saved_locked": _("Not kept yet: please log in."),
        "saved_draft": _("Your drawing from before, not handed in yet."),
        "saving": _("Saving …"),
        "done_drawn": _("Handed in. The master looks at it."),
        "done_approved": _("Approved."),
        "done_sent-back": _("Sent back."),
        "done_set-aside": _("Set aside."),
        "unchanged": _("Nothing was changed: what stands there stays."),
        "nothing_drawn": _("Nothing is marked. Is there no defect? Then press No defect."),
        "delete_first": _("Something is marked. Delete it first."),
        "suggestions_left": _("There are suggestions left: accept them or refuse them first."),
        "corrected": _("Corrected, and so accepted."),
        "no_suggestions": _("The model suggests nothing here."),
        "no_answer_of_model": _("The model gives no answer for this part."),
        "choose_first": _("First touch what is marked."),
        "looking": _("Looking for the outline …"),
        "no_outline": _("No outline stands out here. The box stays."),
        "how_polygon": _("Touch one corner after the other; touch the first again to close."),
        "no_inspecting": _("Nothing is inspected here. To inspect: Menu, Inspect."),
        "no_answer": _("No answer from the station. Press again: nothing is lost."),
        "locked": _("Please log in. What you drew is kept in this browser."),
        "login": _("Log in"),
        "gone": _("This picture is not there any more."),
        "stopped": _("The station cannot keep anything at the moment. What you drew is kept in this browser."),
        "refused": _("Not taken:"),
    }


def _together(language: Language) -> Texts:
    _ = translator(language)
    return {
        "open_elsewhere": _("Somebody else has this picture open, too."),
        "other_picture": _("Another picture"),
        "overtaken": _("Somebody was faster."),
        "overtaken_what": _("Yours is drawn in lines, the other in dots. Which one is right?"),
        "keep_mine": _("Go on with mine"),
        "take_theirs": _("Take the other"),
        "mine_stays": _("Yours stays. Hand it in when it is done."),
        "theirs_stays": _("The other drawing stands there now."),
        "compare_with": _("Compare with"),
        "station_found": _("The station found"),
        "differ": _("Only drawn: {here} · only there: {there}"),
        "same": _("Both say the same."),
        "nothing_to_compare": _("There is nothing to compare with."),
    }


def _help(language: Language) -> Texts:
    _ = translator(language)
    return {
        "help_draw": _(
            "Drag: box · 1–9: kind · Del · Ctrl+Z / Ctrl+Y · wheel: larger · space and drag: move · O: outline · "
            "V: as before · A / R: suggestion · N: no defect · Enter: done"
        ),
        "help_approve": _(
            "Enter: approve · correct and Enter: corrected and approved · B: send back · C: compare · S: skip · "
            "wheel: larger · space and drag: move"
        ),
    }
