"""Why a picture is worth drawing on."""

from enum import StrEnum


class Why(StrEnum):
    """In the order in which pictures are asked for: what teaches most comes first."""

    SENT_BACK = "sent-back"
    """The master wants it drawn again."""
    OVERRULED = "overruled"
    """The master decided otherwise than the station."""
    DOUBTFUL = "doubtful"
    """The net was not sure."""
    NOT_JUDGED = "not-judged"
    """The station could not judge it, and there is a picture."""
    UNLIKE_SEEN = "unlike-seen"
    """It shows something that is on no picture drawn so far."""
    UPLOADED = "uploaded"
    """Somebody brought it: from a file, or from the camera."""
    RANDOM = "random"
    """Drawn at random, so that what the net is sure of is looked at, too."""
