"""What is said when the part cannot be located: what happened, with its numbers, and what to do next."""

from pathlib import Path
from typing import Final, assert_never

from inspection.language import Language, catalog, number
from inspection.locating.errors import LocatingError, Problem

LOCALE: Final = Path(__file__).parent.parent / "locale"
_SHARES: Final = (Problem.TOO_FAR, Problem.SAME_WHEN_MOVED, Problem.OTHER_DISTANCE)
"""Problems whose numbers are said in percent."""


def problem_sentence(error: LocatingError, language: Language) -> str:
    """Why the part was not located, or cannot be taught, and what to do next.

    >>> from inspection.locating.errors import PartMisplaced
    >>> error = PartMisplaced("", Problem.TOO_TURNED, value=12.4, limit=10)
    >>> problem_sentence(error, "de")
    'Das Teil ist um 12,4° verdreht, erlaubt sind 10°: an den Anschlag legen.'
    """
    scale = 100 if error.problem in _SHARES else 1
    decimals = 2 if error.problem in (Problem.NOT_LIKE_GOLDEN, Problem.TURN_UNCLEAR) else 1
    return _template(error.problem, language).format(
        value=number(scale * (error.value or 0), language, decimals),
        limit=number(scale * (error.limit or 0), language, decimals),
    )


def _template(problem: Problem, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match problem:
        case Problem.NO_EDGES:
            return _(
                "Nothing stands out here: put a part there that is clearly brighter or darker than the table, "
                "or use a marker."
            )
        case Problem.SAME_WHEN_MOVED:
            return _(
                "The part looks the same when it is moved lengthways: let an end, a corner or a hole be "
                "in the picture, or use a marker."
            )
        case Problem.SAME_WHEN_TURNED:
            return _("The part looks the same when it is turned: allow no turn (0°), or use a marker.")
        case Problem.NO_MARKER:
            return _("The marker was not found: wipe it, and let the camera see all of it with its white border.")
        case Problem.SEVERAL_MARKERS:
            return _("The marker is there {value} times: take the others away.")
        case Problem.NOT_TAUGHT:
            return _("The golden part has not been taught here: lay a good part in its place and teach it.")
        case Problem.DAMAGED:
            return _("What was taught of the golden part is missing or damaged: teach it again.")
        case Problem.OTHER_SIZE:
            return _("The camera's pictures have another size than the golden one: set it back, or teach again.")
        case Problem.NOT_LIKE_GOLDEN:
            return _(
                "The part was not found (likeness {value}, needed {limit}): put the right part there as it was taught, "
                "and take away what covers it."
            )
        case Problem.TURN_UNCLEAR:
            return _(
                "How far the part is turned cannot be told (likeness {value}, needed {limit}): "
                "lay it as it was taught, or use a marker."
            )
        case Problem.TOO_FAR:
            return _(
                "The part lies {value} % of the picture's width from its place, {limit} % are allowed: "
                "lay it against the stop."
            )
        case Problem.TOO_TURNED:
            return _("The part is turned by {value}°, {limit}° are allowed: lay it against the stop.")
        case Problem.OTHER_DISTANCE:
            return _("The marker shows at {value} % of its size: put jig and camera back to their height.")
        case _:
            assert_never(problem)
