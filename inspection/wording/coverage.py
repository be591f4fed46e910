"""What a verdict does not cover: imperfections that no picture shows, and defects too small to be seen."""

from collections.abc import Sequence

from inspection.language import Language, catalog
from inspection.norms import NotAssessable, Why
from inspection.visibility import Visible
from inspection.wording.quantities import limit_text
from inspection.wording.words import LOCALE, characteristic_word, class_word, clause_word


def not_assessable_sentence(entries: Sequence[NotAssessable], language: Language) -> str:
    """What the norm limits as well and this verdict says nothing about; empty where nothing is left out.

    >>> not_assessable_sentence((NotAssessable(clause="510", why=Why.NOT_TAUGHT),), "en")
    'Not assessable from this picture: burn-through (510).'
    """
    if not entries:
        return ""
    _ = catalog(LOCALE, language).gettext
    names = ", ".join(f"{clause_word(entry.clause, language)} ({entry.clause})" for entry in entries)
    return _("Not assessable from this picture: {names}.").format(names=names)


def why_not_assessable(why: Why, language: Language) -> str:
    """Why an imperfection is not assessed."""
    _ = catalog(LOCALE, language).gettext
    return {
        Why.DEPTH: _("one picture shows no depth and no height: use a gauge"),
        Why.INSIDE: _("it lies inside or on the other side: another test shows it"),
        Why.NOT_TAUGHT: _("the model was not taught it: look yourself"),
    }[why]


def visible_sentence(visible: Sequence[Visible], language: Language) -> str:
    """Down to which size defects can be seen; empty where a verdict names no class.

    A pass is never "free of cracks".
    """
    _ = catalog(LOCALE, language).gettext
    sizes, unsure, unmeasured = [], [], []
    for entry in visible:
        word = class_word(entry.class_name, language)
        if entry.size is not None and entry.characteristic is not None:
            size = limit_text(entry.size, entry.unit, language)
            characteristic = characteristic_word(entry.characteristic, language)
            sizes.append(
                _("{defect} from {size} {characteristic}").format(defect=word, size=size, characteristic=characteristic)
            )
        elif entry.limited_by == "unreliable":
            unsure.append(word)
        else:
            unmeasured.append(word)
    templates = (
        (sizes, _("Here nine of ten are found, at least: {names}. Smaller ones may be overlooked.")),
        (unsure, _("Not found reliably at any size: {names}.")),
        (unmeasured, _("Not measured yet from which size on they are found: {names}.")),
    )
    sentences = [template.format(names=", ".join(names)) for names, template in templates if names]
    if any(entry.rendered for entry in visible):
        sentences.append(_("Measured on rendered pictures: real parts may be harder."))
    return " ".join(sentences)
