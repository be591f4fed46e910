"""Step 6, the model: which one judges, what it finds, and whether that is what the limits speak of."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from inspection.errors import ModelRefused
from inspection.language import Language
from inspection.model_book.listing import ModelEntry, all_entries
from inspection.recipe import Recipe
from inspection.station import Station
from inspection.wording import class_word
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_state, show_words
from screens.setup.trouble import trouble
from screens.texts import translator

PLACE: Final = "model"
_NONE: Final = ""


def model_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    _state(station, language)
    show_said(PLACE, language)
    try:
        entries = all_entries(station.home)
    except ModelRefused as error:
        show(trouble(error, language), language)
        return
    recipe = station.recipe
    left, right = st.columns(2)
    with left:
        model = _first(_of_kind(entries, "detector", recipe.model), recipe, language)
    with right:
        second = _second(_of_kind(entries, "good-only", recipe.good_only), recipe, language)
    _save(model, second or None, host, station, language)


def _of_kind(entries: Sequence[ModelEntry], kind: str, named: str | None) -> dict[str, ModelEntry | None]:
    """The models by name, the workshop's own before a shipped one; what the recipe names is offered even if missing."""
    found: dict[str, ModelEntry | None] = {}
    for entry in entries:
        if entry.kind == kind:
            found.setdefault(entry.name, entry)
    if named is not None:
        found.setdefault(named, None)
    return found


def _state(station: Station, language: Language) -> None:
    _ = translator(language)
    state = station.state().model
    if state.judge is None:
        words = _("The model {name} cannot be used: no part is judged.").format(name=state.name)
        show_state("bad", words, _("Take another one below, or train one from your own pictures."))
    else:
        words = _("Now judging: {model}.").format(model=state.judge.model)
        show_state("good", words, _("Another one counts from the next part on, as a new version of the recipe."))


def _first(models: dict[str, ModelEntry | None], recipe: Recipe, language: Language) -> str:
    _ = translator(language)
    names = list(models)
    chosen = st.radio(
        _("Model that knows defects"),
        names,
        index=names.index(recipe.model),
        captions=[_caption(models[name], language) for name in names],
        key=f"model_first_{recipe.name}_{recipe.version}",
    )
    _fit(models.get(chosen or ""), recipe, language)
    return chosen or recipe.model


def _second(models: dict[str, ModelEntry | None], recipe: Recipe, language: Language) -> str:
    _ = translator(language)
    names = [_NONE, *models]
    chosen = st.radio(
        _("Second look: a model that knows good parts only"),
        names,
        index=names.index(recipe.good_only or _NONE),
        format_func=lambda name: name or _("no second look"),
        captions=[_("Only known defects are found."), *(_caption(models[name], language) for name in models)],
        key=f"model_second_{recipe.name}_{recipe.version}",
    )
    if len(names) == 1:
        show_words(_("There is none yet. It is taught from pictures of good parts and finds what nobody knows yet."))
    return chosen or _NONE


def _caption(entry: ModelEntry | None, language: Language) -> str:
    _ = translator(language)
    if entry is None:
        return _("It is not there.")
    if entry.problem is not None:
        return _("It cannot be used.")
    origin = _("your own") if entry.is_own else _("came with the program")
    if entry.kind == "good-only":
        return _("{origin}; finds what looks unlike the good parts").format(origin=origin)
    finds = ", ".join(class_word(name, language) for name in entry.classes)
    return _("{origin}, version {version}; finds: {finds}").format(origin=origin, version=entry.version, finds=finds)


def _fit(entry: ModelEntry | None, recipe: Recipe, language: Language) -> None:
    """Whether the model knows what the limits speak of, and the limits what the model finds."""
    _ = translator(language)
    if entry is None or not entry.classes:
        return
    limited = dict.fromkeys(limit.class_name for limit in recipe.applied)
    unknown = [class_word(name, language) for name in limited if name not in entry.classes]
    loose = [class_word(name, language) for name in entry.classes if name not in (*limited, *recipe.accepted)]
    lines = []
    if unknown:
        lines.append(
            _("Limited, but it does not find: {names}. Look for these yourself.").format(names=", ".join(unknown))
        )
    if loose:
        lines.append(
            _("It finds, but there is no limit: {names}. The master decides each.").format(names=", ".join(loose))
        )
    if lines:
        show(Notice(kind="open", title=_("Model and limits do not fit in everything."), lines=tuple(lines)), language)
    else:
        show(Notice(kind="good", title=_("It finds everything that the limits speak of.")), language)


def _save(model: str, second: str | None, host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    recipe = station.recipe
    changed = recipe.model_copy(update={"model": model, "good_only": second})
    st.button(
        _("Judge by this from now on"),
        key="model_take",
        type="primary",
        disabled=changed == recipe,
        on_click=partial(_take, changed, host, station),
    )


def _take(changed: Recipe, host: StationHost, station: Station) -> None:
    def act() -> Said:
        saved = host.desk.save_recipe(station, changed)
        station.warm_up()
        return partial(_taken, saved)

    attempt(PLACE, act)


def _taken(recipe: Recipe, language: Language) -> Notice:
    _ = translator(language)
    title = _("Saved as version {version}. From the next part on it counts.").format(version=recipe.version)
    return Notice(kind="good", title=title, text=_("Try the five test parts again: another model may judge otherwise."))
