"""A labelled set on the disk, split anew into another folder."""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from camera.errors import FrameBroken
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.lineage import Candidate, ancestors, families, learned_anywhere
from training.data.naming import placed_pictures
from training.data.near import fingerprints
from training.data.split import YAML_SPLIT, Part, Shares, split
from training.data.whole import beside
from training.data.writing import write_described
from training.errors import LabelError, listed


def split_set(
    data_yaml: Path, out: Path, shares: Shares, *, seed: int = 1, home: Path | None = None, name: str | None = None
) -> Mapping[Part, int]:
    """Copy the pictures and labels of `data_yaml` to the new folder `out`, split; returns how many are in each part.

    Pictures of `test` stay golden. With `home`, what a training there learned from does not become golden; with
    `name` too, what was golden in a version of that data set is golden again, and what was trained on is not. `out`
    appears when everything is there, or never.

    Raises LabelError, LayoutError, SplitError, VersionDamaged; OSError where `out` exists or the disk fails.
    """
    labelled = read_labelled_set(data_yaml)
    pictures = [(one, split_name == "test") for split_name, ones in labelled.splits.items() for one in ones]
    parts = parts_of(
        [one for one, _ in pictures], shares, golden=[golden for _, golden in pictures], seed=seed, home=home, name=name
    )
    splits = {
        YAML_SPLIT[part]: tuple(one for (one, _), its in zip(pictures, parts, strict=True) if its is part)
        for part in Part
    }
    pairs = placed_pictures(LabelledSet(classes=labelled.classes, splits=splits))
    with beside(out) as half:
        made = half / "made"
        for source, place in pairs:
            (made / place.picture).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source.picture, made / place.picture)
        write_described(made, labelled.classes, [place for _, place in pairs])
        made.rename(out)
    return Counter(parts)


def parts_of(
    pictures: Sequence[LabelledPicture],
    shares: Shares,
    *,
    golden: Sequence[bool],
    seed: int = 1,
    home: Path | None = None,
    name: str | None = None,
) -> tuple[Part, ...]:
    """The part of each picture, as `split_set` gives it. Raises LabelError, SplitError, VersionDamaged."""
    prints = fingerprints([one.picture for one in pictures])
    if broken := [str(answer) for answer in prints if isinstance(answer, FrameBroken)]:
        raise LabelError(f"{len(broken)} pictures are not whole; take them again or remove them:\n{listed(broken)}")
    candidates = [
        Candidate(path=one.picture, print=answer, group=one.group, part=None)
        for one, answer in zip(pictures, prints, strict=True)
        if not isinstance(answer, FrameBroken)
    ]
    learned = learned_anywhere(home) if home is not None else {}
    found = families(candidates, ancestors(home, name) if home is not None and name is not None else {})
    return split(
        [[box.class_name for box in one.boxes] for one in pictures],
        [family.members for family in found],
        shares,
        seed=seed,
        golden=[place for place, is_golden in enumerate(golden) if is_golden]
        + [place for family in found if family.golden_as is not None for place in family.members],
        trained=[place for family in found if family.trained_as is not None for place in family.members]
        + [place for place, one in enumerate(candidates) if one.print.sha256 in learned],
    )
