"""What the health check says to a trainee: what is so, and what to do about it."""

from pathlib import Path
from typing import assert_never

from inspection.language import Language, catalog
from inspection.wording import class_word
from training.data.health.report import HealthFinding, HealthReport, Severity, Sign

LOCALE = Path(__file__).parents[2] / "locale"


def light(severity: Severity, language: Language) -> str:
    """The word beside the traffic light."""
    _ = catalog(LOCALE, language).gettext
    match severity:
        case Severity.GOOD:
            return _("good")
        case Severity.HINT:
            return _("hint")
        case Severity.PROBLEM:
            return _("problem")
        case _:
            assert_never(severity)


def sentence(finding: HealthFinding, language: Language) -> str:
    """What is so, with its numbers."""
    text = _texts(language)[finding.sign][0]
    return text.format(
        what=class_word(finding.class_name or "?", language),
        count=finding.count if finding.count is not None else "?",
        needed=finding.needed if finding.needed is not None else "?",
        missing=max((finding.needed or 0) - (finding.count or 0), 0),
        detail=finding.detail or "",
    )


def remedy(finding: HealthFinding, language: Language) -> str:
    """What to do; empty where there is nothing to mend."""
    return _texts(language)[finding.sign][1].format(what=class_word(finding.class_name or "?", language))


def next_step(report: HealthReport, language: Language) -> str:
    """The next best step in one or two sentences."""
    _ = catalog(LOCALE, language).gettext
    if report.first is None:
        return _("Nothing to mend: freeze the labels and train.")
    return f"{sentence(report.first, language)} {remedy(report.first, language)}"


def _texts(language: Language) -> dict[Sign, tuple[str, str]]:
    return {**_broken(language), **_lacking(language), **_doubtful(language), **_fine(language)}


def _broken(language: Language) -> dict[Sign, tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    return {
        Sign.DESCRIPTION_BROKEN: (
            _("The description of the data set cannot be used: {detail}"),
            _("Mend data.yaml, or export the labels again."),
        ),
        Sign.NO_PICTURES: (_("There are no pictures."), _("Take pictures, good parts and bad ones.")),
        Sign.NO_LABELS: (_("Nothing is labelled yet."), _("Draw a box around every defect.")),
        Sign.PICTURES_BROKEN: (
            _("Pictures that cannot be read: {count}."),
            _("Take them again, or remove them."),
        ),
        Sign.LABEL_UNREADABLE: (
            _("Labels that cannot be read: {count}."),
            _("Draw them again; the places are named."),
        ),
        Sign.LABEL_OF_UNKNOWN_CLASS: (
            _("Labels of a class that does not exist: {count}."),
            _("Give them one of the classes, or add the class to data.yaml."),
        ),
        Sign.LABEL_OUTSIDE: (
            _("Labels that reach outside their picture: {count}."),
            _("Draw them again, inside the picture."),
        ),
        Sign.LABEL_WITHOUT_AREA: (
            _("Labels without an area, drawn as a dot or a line: {count}."),
            _("Draw them as a box around the defect."),
        ),
        Sign.COPIES_LABELLED_DIFFERENTLY: (
            _("The same picture is there twice, labelled differently: {count}."),
            _("Keep the one that is labelled rightly."),
        ),
        Sign.LABELLED_TWICE: (
            _("Pictures on which one defect has two boxes: {count}."),
            _("Remove one of the two."),
        ),
        Sign.ACROSS_SPLITS: (
            _("Parts that are learnt from and judged by as well: {count}. The figures would look too good."),
            _("`meisterblick dataset split` keeps every part on one side."),
        ),
    }


def _lacking(language: Language) -> dict[Sign, tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    return {
        Sign.TOO_FEW_OF_CLASS: (
            _("Pictures with {what}: {count} of {needed}, {missing} are missing."),
            _("Label more pictures with {what}."),
        ),
        Sign.NEVER_LABELLED: (
            _("There is no picture with {what}; {needed} are needed."),
            _("Label pictures with {what}, or leave the class out."),
        ),
        Sign.NO_BACKGROUND: (
            _("There is no picture of a good part, so the station learns no difference between dirt and defect."),
            _("Add pictures of good parts, with nothing drawn on them."),
        ),
        Sign.FEW_BACKGROUND: (
            _("Pictures of good parts: {count} of {needed}, {missing} are missing."),
            _("Add pictures of good parts, also dirty and scratched ones, with nothing drawn on them."),
        ),
        Sign.NO_GOLDEN: (
            _("No picture is set apart to judge a new model by."),
            _("`meisterblick dataset split` sets some apart."),
        ),
        Sign.NO_VAL: (
            _("No picture is set apart to watch the training by."),
            _("`meisterblick dataset split` sets some apart."),
        ),
        Sign.NO_GROUPS: (
            _("Pictures of which nobody wrote down the part: {count}. Two pictures of one part may be torn apart."),
            _("Write the part of each picture into groups.json: board, tile, lot or serial number."),
        ),
        Sign.UNBALANCED: (
            _("Labels of {what}: {count}, of the commonest class {needed}. The rare one is easily missed."),
            _("Label more pictures with {what}."),
        ),
    }


def _doubtful(language: Language) -> dict[Sign, tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    look = _("Look at them: the label may be wrong, or the model.")
    return {
        Sign.PERHAPS_OTHER_CLASS: (_("Labels that the model is sure are of another class: {count}."), look),
        Sign.PERHAPS_FORGOTTEN: (_("Places where the model is sure of a defect and nothing is drawn: {count}."), look),
        Sign.PERHAPS_WRONG: (
            _("Labels at which the model finds nothing, though it finds most of their kind: {count}."),
            look,
        ),
        Sign.MODEL_DOES_NOT_FIT: (
            _("The model knows none of the classes, only {detail}."),
            _("Name the model of this kind of part."),
        ),
        Sign.MODEL_FAILED: (
            _("Pictures for which the model gave no answer: {count}."),
            _("`meisterblick doctor` says whether the model is whole."),
        ),
        Sign.COPIES: (_("Pictures that are there twice, byte for byte: {count}."), _("Remove one of the two.")),
        Sign.NEAR_COPIES: (
            _("Pictures that show nearly the same: {count}. They teach little more than one of them."),
            _("Keep one of each, and label other pictures instead."),
        ),
        Sign.TINY_LABELS: (
            _("Labels narrower than {needed} px: {count}. The model hardly sees them."),
            _("Take such defects from nearer, or leave out what cannot be seen."),
        ),
    }


def _fine(language: Language) -> dict[Sign, tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    return {
        Sign.LABELS_FINE: (_("Every label lies inside its picture and has an area: {count}."), ""),
        Sign.PICTURES_FINE: (_("Every picture can be read: {count}."), ""),
        Sign.SPLITS_FINE: (_("No part is learnt from and judged by as well."), ""),
        Sign.ENOUGH_OF_EACH: (_("Each class is on at least {count} pictures."), ""),
        Sign.BACKGROUND_FINE: (_("Pictures of good parts: {count}."), ""),
        Sign.MODEL_AGREES: (_("The model disagrees with no label strongly."), ""),
    }
