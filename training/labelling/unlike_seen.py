"""How unlike everything drawn so far each picture is that waits to be drawn on: by the features of a frozen net.

HOME/labels/places/SHA256.npy     places of a picture as the net sees them: those that are most unlike each other, where
                                  defects are, and some at random
HOME/labels/seen/PART.json        what followed from them

A picture counts by its oddest places, as in `inspection.good_only`. One picture after the other is taken, always that
which is most unlike those drawn on and those taken before it: of ten pictures of a new kind of defect one comes first,
and the other nine are no longer new.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import Pixels
from inspection.closed import Closed
from inspection.errors import StorageFailed
from inspection.on_disk import write_durably
from inspection.record import Sha256
from training.labelling.book import LabelBook
from training.labelling.drawing import LabelPicture, State
from training.labelling.prints import firsts, print_of

if TYPE_CHECKING:
    from inspection.detection.engines import Engine

ODDEST: Final = 64
AT_RANDOM: Final = 192
"""Places that are kept of a picture: 100 kB."""
SIDE_PX: Final = 960
"""Longer pictures are made smaller first: twenty megapixels would take a minute."""
COUNTED: Final = 5
"""A picture counts by so many of its oddest places: one alone is grain."""
MOST_RANKED: Final = 60
"""Nobody draws more before it is all reckoned anew."""
ENOUGH_DRAWN: Final = 5
"""By fewer pictures nobody knows how unlike the usual is."""
SHRINKAGE: Final = 0.01

Places = NDArray[np.float32]


class Seen(Closed):
    """How unlike the others a picture is, 0.5 where the drawn ones end; and which earlier one it repeats."""

    unlike: float = Field(ge=0, le=1)
    same_as: Sha256 | None = None


class Standing(Closed):
    """Of every picture of a part that was looked at, by its sha256."""

    pictures: dict[Sha256, Seen] = Field(default_factory=dict)


def standing(book: LabelBook, part: str) -> Standing:
    """What was found out last; nothing where nobody looked yet, or the file cannot be read: it is made again."""
    try:
        return Standing.model_validate_json((book.root / "seen" / f"{part}.json").read_bytes())
    except (OSError, ValidationError):
        return Standing()


def look(book: LabelBook, part: str, engine: "Engine", wait: Callable[[], None] = lambda: None) -> Standing:
    """Look at what is new, reckon anew how unlike each picture is, and keep it.

    `wait` is called before every piece of work, and may take its time. Raises StorageFailed, DetectorError.
    """
    pictures, prints, places = [], [], dict[str, Places]()
    for picture in book.pictures(part):
        wait()
        fingerprint = print_of(book, picture)
        if fingerprint is not None and (found := _places_of(book, picture, engine)) is not None:
            pictures.append(picture)
            prints.append(fingerprint)
            places[picture.sha256] = found
    wait()
    repeated = firsts(pictures, prints)
    drawings = book.drawings(part)
    drawn = [one for one in places if one in drawings and drawings[one].state in (State.DRAWN, State.APPROVED)]
    waiting = [one for one in places if one not in drawings and one not in repeated]
    scores = rank(_taken(places, drawn), _taken(places, waiting), wait) if places else {}
    found_out = Standing(pictures={one: Seen(unlike=scores.get(one, 0), same_as=repeated.get(one)) for one in places})
    _write(book, f"seen/{part}.json", found_out.model_dump_json().encode())
    return found_out


def rank(
    drawn: Mapping[str, Places], waiting: Mapping[str, Places], wait: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """How unlike the `drawn` ones, and those of `waiting` that come before it, each of `waiting` is: 0 to 1.

    With fewer than ENOUGH_DRAWN pictures the order holds, and no score reaches 0.5.
    """
    if not waiting:
        return {}
    white = _whitening([*drawn.values(), *waiting.values()])
    known = {name: white(one) for name, one in drawn.items()}
    left = {name: white(one[:ODDEST]) for name, one in waiting.items()}
    bank = np.concatenate(list(known.values())) if known else np.zeros((0, 1), np.float32)
    nearest = {}
    for name, one in left.items():
        wait()
        nearest[name] = _nearest(one, bank) if known else np.linalg.norm(one, axis=1)
    usual = _usual(known) if len(known) >= ENOUGH_DRAWN else None
    raw = dict[str, float]()
    while nearest and len(raw) < MOST_RANKED:
        wait()
        name = max(nearest, key=lambda one: _oddness(nearest[one]))
        raw[name] = _oddness(nearest.pop(name))
        taken = white(waiting[name])
        nearest = {one: np.minimum(far, _nearest(left[one], taken)) for one, far in nearest.items()}
    raw |= {name: min(_oddness(far), *raw.values()) for name, far in nearest.items()}
    limit = usual if usual is not None else max(1e-6, *raw.values())
    return {name: far / (far + limit) if usual is not None else far / limit * 0.49 for name, far in raw.items()}


def places_on(pixels: Pixels, engine: "Engine", seed: int) -> Places:
    """(places, channels): the ODDEST ones first, each most unlike those before it, then AT_RANDOM others."""
    from inspection.good_only.features import features_of

    features = features_of(pixels, engine, min(1.0, SIDE_PX / max(pixels.shape[:2])))
    every = features.reshape(-1, features.shape[2])
    spread = every.std(axis=0)
    odd = _furthest(every / np.maximum(spread, 0.1 * spread.mean() + 1e-6), min(ODDEST, len(every)))
    rest = np.setdiff1d(np.arange(len(every)), odd)
    draw = np.random.default_rng(seed)
    some = draw.choice(rest, min(AT_RANDOM, len(rest)), replace=False)
    return np.asarray(every[np.concatenate([odd, some])], np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _White:
    """Places turned and stretched so that a direction counts by how unusual it is."""

    mean: NDArray[np.float32]
    turn: NDArray[np.float32]

    def __call__(self, places: Places) -> Places:
        return np.asarray((places - self.mean) @ self.turn, np.float32)


def _whitening(pictures: list[Places]) -> _White:
    """By the places that were drawn at random: the oddest would make what is odd usual."""
    usual = np.concatenate([one[ODDEST:] if len(one) > 2 * ODDEST else one for one in pictures]).astype(np.float64)
    mean = usual.mean(axis=0)
    variances, turn = np.linalg.eigh(np.cov(usual, rowvar=False))
    stretch = 1 / np.sqrt(variances.clip(0) + SHRINKAGE * max(float(variances.mean()), 1e-9))
    return _White(mean=mean.astype(np.float32), turn=(turn * stretch).astype(np.float32))


def _furthest(places: Places, count: int) -> NDArray[np.intp]:
    """Each the one that is farthest from all before it; the first is the farthest from the middle."""
    far = np.linalg.norm(places - places.mean(axis=0), axis=1)
    taken = [int(far.argmax())]
    far = np.linalg.norm(places - places[taken[0]], axis=1)
    while len(taken) < count:
        taken.append(int(far.argmax()))
        far = np.minimum(far, np.linalg.norm(places - places[taken[-1]], axis=1))
    return np.array(taken, np.intp)


def _nearest(places: Places, bank: Places) -> NDArray[np.float32]:
    """How far each place is from the nearest in the bank."""
    squared = (np.einsum("ij,ij->i", bank, bank) - 2 * (places @ bank.T)).min(axis=1)
    return np.asarray(np.sqrt(np.maximum(squared + np.einsum("ij,ij->i", places, places), 0)), np.float32)


def _oddness(far: NDArray[np.float32]) -> float:
    return float(np.sort(far)[-COUNTED:].mean(dtype=np.float64))


def _usual(known: Mapping[str, Places]) -> float:
    """How odd a drawn picture is among the other drawn ones: nine in ten are less odd."""
    names = sorted(known)[:MOST_RANKED]
    scores = []
    for name in names:
        others = np.concatenate([known[other] for other in names if other != name])
        scores.append(_oddness(_nearest(known[name][:ODDEST], others)))
    return max(float(np.quantile(scores, 0.9)), 1e-6)


def _taken(places: Mapping[str, Places], names: list[str]) -> dict[str, Places]:
    return {name: places[name] for name in names}


def _places_of(book: LabelBook, picture: LabelPicture, engine: "Engine") -> Places | None:
    """As they are kept, else from the picture; None for one that cannot be read."""
    import io

    path = book.root / "places" / f"{picture.sha256}.npy"
    try:
        stored = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
        if stored.ndim == 2 and np.isfinite(stored).all():
            return np.asarray(stored, np.float32)
    except (OSError, ValueError, EOFError):
        pass  # it is made again
    try:
        pixels, _ = decode_picture(book.picture_bytes(picture))
    except (StorageFailed, FrameBroken):
        return None
    found = places_on(pixels, engine, seed=int(picture.sha256[:8], 16))
    stored_as = io.BytesIO()
    np.save(stored_as, found.astype(np.float16))
    _write(book, f"places/{picture.sha256}.npy", stored_as.getvalue())
    return found


def _write(book: LabelBook, name: str, data: bytes) -> None:
    try:
        write_durably(book.root / name, data)
    except OSError as error:
        raise StorageFailed(f"{book.root / name} cannot be written: {error}; make room on the disk") from error
