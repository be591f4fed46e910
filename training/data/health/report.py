"""What the health check found, as it is printed and shown."""

from enum import StrEnum

from pydantic import Field

from inspection.closed import Closed


class Severity(StrEnum):
    """The traffic light: green, yellow, red. A problem must be mended before anybody trains."""

    GOOD = "good"
    HINT = "hint"
    PROBLEM = "problem"


class Sign(StrEnum):
    """Everything that the check can find, in the order in which it is worth mending."""

    DESCRIPTION_BROKEN = "description-broken"
    NO_PICTURES = "no-pictures"
    NO_LABELS = "no-labels"
    PICTURES_BROKEN = "pictures-broken"
    LABEL_UNREADABLE = "label-unreadable"
    LABEL_OF_UNKNOWN_CLASS = "label-of-unknown-class"
    LABEL_OUTSIDE = "label-outside"
    LABEL_WITHOUT_AREA = "label-without-area"
    COPIES_LABELLED_DIFFERENTLY = "copies-labelled-differently"
    LABELLED_TWICE = "labelled-twice"
    ACROSS_SPLITS = "across-splits"
    TOO_FEW_OF_CLASS = "too-few-of-class"
    NEVER_LABELLED = "never-labelled"
    NO_BACKGROUND = "no-background"
    FEW_BACKGROUND = "few-background"
    PERHAPS_OTHER_CLASS = "perhaps-other-class"
    PERHAPS_FORGOTTEN = "perhaps-forgotten"
    PERHAPS_WRONG = "perhaps-wrong"
    MODEL_DOES_NOT_FIT = "model-does-not-fit"
    MODEL_FAILED = "model-failed"
    COPIES = "copies"
    NEAR_COPIES = "near-copies"
    NO_GOLDEN = "no-golden"
    NO_VAL = "no-val"
    NO_GROUPS = "no-groups"
    TINY_LABELS = "tiny-labels"
    UNBALANCED = "unbalanced"
    LABELS_FINE = "labels-fine"
    PICTURES_FINE = "pictures-fine"
    SPLITS_FINE = "splits-fine"
    ENOUGH_OF_EACH = "enough-of-each"
    BACKGROUND_FINE = "background-fine"
    MODEL_AGREES = "model-agrees"


class HealthFinding(Closed):
    """One thing that was looked at. `count` of `needed` where a number says it; `places` are all files concerned."""

    sign: Sign
    severity: Severity
    class_name: str | None = None
    count: int | None = None
    needed: int | None = None
    places: tuple[str, ...] = ()
    detail: str | None = None


class HealthReport(Closed):
    """What is in the set, and what was found; problems first, in the order in which they are worth mending."""

    pictures: dict[str, int] = Field(description="how many per split")
    labels: dict[str, int] = Field(description="how many per class")
    findings: tuple[HealthFinding, ...]

    @property
    def severity(self) -> Severity:
        """The worst of the findings."""
        found = {finding.severity for finding in self.findings}
        return next((worst for worst in (Severity.PROBLEM, Severity.HINT) if worst in found), Severity.GOOD)

    @property
    def first(self) -> HealthFinding | None:
        """What to mend first; None where all is good."""
        return next((finding for finding in self.findings if finding.severity is not Severity.GOOD), None)


def in_order(findings: list[HealthFinding]) -> tuple[HealthFinding, ...]:
    """Problems, hints, what is good; within these as `Sign` stands, then what misses most."""
    severities, signs = [Severity.PROBLEM, Severity.HINT, Severity.GOOD], list(Sign)
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                severities.index(one.severity),
                signs.index(one.sign),
                (one.count or 0) - (one.needed or 0),
            ),
        )
    )
