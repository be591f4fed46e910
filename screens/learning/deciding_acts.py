"""What the master says of a candidate: take it, or not. No program says it for him."""

import threading
from functools import partial
from typing import Final

from inspection.errors import ModelRefused
from inspection.language import Language
from inspection.model_book.active import active_models
from inspection.override import Role as Speaker
from inspection.station.settings import load_settings
from screens.host import StationHost, at_work
from screens.learning.candidates import Candidate
from screens.learning.deciding_slot import move_into, slot_to_take
from screens.learning.going_back import said_refused, take_up
from screens.setup.acting import Said
from screens.setup.notice import Notice
from screens.texts import translator
from training.errors import TrainingError
from training.promoting.asking import Answer
from training.promoting.keeping import Kept, Question, decline, kept
from training.promoting.report import SHORTEST_REASON

_deciding: Final = threading.Lock()


def question_about(candidate: Candidate, host: StationHost) -> Question:
    """As it stands now. Raises ModelRefused, VersionDamaged, RecipeInvalid, RuntimeError without a station."""
    if host.station is None:
        raise RuntimeError("the station has not started")
    settings = load_settings(host.home)
    return Question.of(candidate.slot, candidate.folder, host.station.recipe, settings, host.home)


def promote(candidate: Candidate, typed: str) -> Said:
    """Let it judge, as it was compared; a second click, or the same one after a reload, changes nothing more."""
    host, reason = at_work(), _plain(typed)
    with _deciding:
        try:
            if _judges(candidate, host):
                return partial(_said_taken, candidate.name)
            answered = _answered(candidate, host)
            if answered is None:
                return _said_changed
            if not answered.answer.holds and len(reason) < SHORTEST_REASON:
                return _said_why
            _promoted(candidate, answered.answer, reason, host)
        except ModelRefused as error:
            return partial(said_refused, str(error))
    return partial(_said_taken, candidate.name)


def _promoted(candidate: Candidate, answer: Answer, reason: str, host: StationHost) -> None:
    """The pointer first: whatever is cut off behind it, the part is judged by what judged it, or by the new model."""
    from inspection.model_book.changing import make_active
    from inspection.model_book.verifying import refuse_unsound

    station = host.station
    if station is None:
        raise ModelRefused("the station has not started; its page says why")
    own = slot_to_take(candidate.slot, station.recipe, host.home)
    change = make_active(
        own,
        candidate.folder,
        host.home,
        refuse_unsound,
        role=Speaker.MASTER,
        reason=reason or None,
        overruled=answer.against("en"),
        compared=answer.compared,
        instead_of=candidate.slot,
    )
    with host.desk.alone:
        move_into(station, candidate.slot, own)
    overruled = "" if answer.holds else " (overruled by the master)"
    take_up(host, own, "model-promoted", f"{change}{overruled}, {Speaker.MASTER}: {reason or '-'}")


def _judges(candidate: Candidate, host: StationHost) -> bool:
    """Whether it does already."""
    recipe = host.station.recipe if host.station else None
    slots = active_models(host.home).slots
    now = [slots[slot].now for slot in (recipe.model, recipe.good_only) if slot in slots] if recipe else []
    return any(one.manifest_sha256 == candidate.manifest_sha256 for one in now)


def leave(candidate: Candidate, typed: str) -> Said:
    """Keep that the master did not want it; it can still be asked about."""
    host, reason = at_work(), _plain(typed)
    decline(host.home, candidate.manifest_sha256, role=Speaker.MASTER, reason=reason or None)
    if host.station is not None:
        detail = f"{candidate.slot}: {candidate.name}, {Speaker.MASTER}: {reason or '-'}"
        host.station.note("model-declined", detail)
    return partial(_said_left, candidate.name)


def _plain(typed: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())


def _answered(candidate: Candidate, host: StationHost) -> Kept | None:
    try:
        return kept(host.home, question_about(candidate, host))
    except TrainingError:
        return None


def _said_taken(model: str, language: Language) -> Notice:
    _ = translator(language)
    text = _("From the next part on. One step back takes one click.")
    return Notice(kind="good", title=_("{model} judges now").format(model=model), text=text)


def _said_left(model: str, language: Language) -> Notice:
    _ = translator(language)
    text = _("What judges stays as it is.")
    return Notice(kind="good", title=_("{model} was not taken").format(model=model), text=text)


def _said_changed(language: Language) -> Notice:
    _ = translator(language)
    title = _("Something has changed since they were compared.")
    return Notice(kind="open", title=title, text=_("Compare once more, then decide."))


def _said_why(language: Language) -> Notice:
    _ = translator(language)
    title = _("Something stands against it: please say why it shall judge all the same.")
    return Notice(kind="bad", title=title, text=_("At least {count} letters.").format(count=SHORTEST_REASON))
