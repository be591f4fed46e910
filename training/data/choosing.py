"""Which pictures become a version, after everything that forbids one was looked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from camera.errors import FrameBroken
from training.data.labels import LabelledPicture
from training.data.lineage import Ancestor, Candidate, Family, families
from training.data.near import fingerprints
from training.data.split import Part
from training.data.version import DatasetVersion
from training.data.writing import Placed
from training.errors import LabelError, VersionRefused, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A picture that goes into the version, and where its bytes are now."""

    source: Path
    sha256: str
    placed: Placed


def choose(
    splits: Mapping[Part, Sequence[LabelledPicture]], earlier: Mapping[str, Ancestor], learned: Mapping[str, str]
) -> list[Chosen]:
    """The pictures of the version, each once, after everything that forbids them was looked for.

    `earlier` and `learned` are what `lineage.ancestors` and `lineage.learned_anywhere` say.
    """
    pictures = [(part, one) for part, ones in splits.items() for one in ones]
    prints = fingerprints([one.picture for _, one in pictures])
    broken = [str(answer) for answer in prints if isinstance(answer, FrameBroken)]
    if broken:
        raise LabelError(_said("pictures are not whole; take them again or remove them", broken))
    candidates = [
        Candidate(path=one.picture, print=answer, group=one.group, part=part)
        for (part, one), answer in zip(pictures, prints, strict=True)
        if not isinstance(answer, FrameBroken)
    ]
    crossing = [said for family in families(candidates, earlier) for said in _crossing(family, candidates)]
    if crossing:
        step = "`meisterblick dataset split --name NAME` puts them right, or remove them"
        raise VersionRefused(
            _said(f"parts would be on both sides of what is learnt and what is judged; {step}", crossing)
        )
    if taught := [said for one in candidates for said in _taught(one, earlier, learned)]:
        raise VersionRefused(
            _said(
                "golden pictures were learned from already, so no model could be judged by them; put these into "
                "train, or choose other golden pictures",
                taught,
            )
        )
    once: dict[str, Chosen] = {}
    different = []
    for (part, one), candidate in zip(pictures, candidates, strict=True):
        sha256 = candidate.print.sha256
        before = once.setdefault(sha256, _place(part, one, sha256))
        if set(before.placed.boxes) != set(one.boxes):
            different.append(f"{before.source} and {one.picture}")
    if different:
        raise LabelError(_said("pictures are there twice with different labels; keep the right ones", different))
    return list(once.values())


def _crossing(family: Family, candidates: Sequence[Candidate]) -> list[str]:
    """Why a family cannot stay as it was split, in one sentence each."""
    by_part: dict[Part, Path] = {}
    for index in family.members:
        if (part := candidates[index].part) is not None:
            by_part.setdefault(part, candidates[index].path)
    said = []
    if len(by_part) > 1:
        there = ", ".join(f"{path} in {part}" for part, path in by_part.items())
        said.append(f"the same part, or nearly the same picture: {there}")
    for part, path in by_part.items():
        if part is not Part.GOLDEN and family.golden_as is not None:
            said.append(f"{path} is in {part}, but it or its like is golden: {family.golden_as.path}")
        if part is Part.GOLDEN and family.golden_as is None and family.trained_as is not None:
            said.append(f"{path} is golden, but it or its like was trained on: {family.trained_as.path}")
    return said


def _taught(one: Candidate, earlier: Mapping[str, Ancestor], learned: Mapping[str, str]) -> Iterator[str]:
    """That a picture cannot become golden, where a training learned from it; one that is golden already stays so."""
    sha256 = one.print.sha256
    if one.part is Part.GOLDEN and sha256 in learned and not (sha256 in earlier and earlier[sha256].golden):
        yield f"{one.path}, by the training {learned[sha256]!r}"


def _place(part: Part, one: LabelledPicture, sha256: str) -> Chosen:
    with one.picture.open("rb") as file:
        suffix = ".png" if file.read(4) == b"\x89PNG" else ".jpg"
    placed = Placed(
        part=part,
        stem=sha256[:16],
        suffix=suffix,
        width_px=one.width_px,
        height_px=one.height_px,
        boxes=one.boxes,
        group=one.group,
    )
    return Chosen(source=one.picture, sha256=sha256, placed=placed)


def golden_of(
    parent: DatasetVersion | None, earlier: Mapping[str, Ancestor], there: set[str], classes: tuple[str, ...]
) -> list[Chosen]:
    """The parent's golden pictures that are missing among those `there`."""
    kept = [one for one in (parent.of(Part.GOLDEN) if parent else ()) if one.sha256 not in there]
    if gone := {box.class_name for one in kept for box in one.boxes} - set(classes):
        raise VersionRefused(
            f"the golden pictures have labels of {', '.join(sorted(gone))}, which are no classes any more; keep the "
            "classes, or begin a data set of another name"
        )
    return [
        Chosen(
            source=earlier[one.sha256].path,
            sha256=one.sha256,
            placed=Placed(
                part=Part.GOLDEN,
                stem=one.sha256[:16],
                suffix=Path(one.file).suffix,
                width_px=one.width_px,
                height_px=one.height_px,
                boxes=tuple(box.box() for box in one.boxes),
                group=one.group,
            ),
        )
        for one in kept
    ]


def _said(what: str, each: Sequence[str]) -> str:
    return f"{len(each)} {what}:\n{listed(each)}"
