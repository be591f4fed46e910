"""Pictures that are there twice, and parts that are on both sides of a split."""

from collections.abc import Sequence

from training.data.groups import together
from training.data.health.report import HealthFinding, Severity, Sign
from training.data.health.seen import Seen
from training.data.near import NearPair, near_pairs


def copies(seen: Sequence[Seen]) -> list[HealthFinding]:
    """Exact and near-duplicates, parts across splits, missing splits and groups."""
    groups = [one.labelled.group for one in seen]
    pairs = near_pairs([one.print for one in seen], groups)
    exact, near = [pair for pair in pairs if pair.exact], [pair for pair in pairs if not pair.exact]
    once = {pair.second: pair for pair in reversed(near)}  # however many others it is like
    different = [pair for pair in exact if _boxes(seen, pair.first) != _boxes(seen, pair.second)]
    crossing = _crossing(seen, together(groups, pairs))
    findings = [
        *_found(Sign.COPIES_LABELLED_DIFFERENTLY, Severity.PROBLEM, [_names(seen, pair) for pair in different]),
        *_found(Sign.COPIES, Severity.HINT, [_names(seen, pair) for pair in exact]),
        *_found(Sign.NEAR_COPIES, Severity.HINT, [_names(seen, pair) for pair in once.values()]),
        *_found(Sign.ACROSS_SPLITS, Severity.PROBLEM, crossing),
    ]
    there = {one.split for one in seen}
    if not crossing and len(there) > 1:
        findings.append(HealthFinding(sign=Sign.SPLITS_FINE, severity=Severity.GOOD))
    for split, sign in (("val", Sign.NO_VAL), ("test", Sign.NO_GOLDEN)):
        if split not in there:
            findings.append(HealthFinding(sign=sign, severity=Severity.HINT))
    alone = [one.place for one in seen if one.labelled.group is None]
    return findings + _found(Sign.NO_GROUPS, Severity.HINT, alone)


def _crossing(seen: Sequence[Seen], components: Sequence[Sequence[int]]) -> list[str]:
    """One picture per split of each part that is in several."""
    said = []
    for members in components:
        by_split = {seen[index].split: seen[index].place for index in reversed(members)}
        if len(by_split) > 1:
            said.append(" – ".join(by_split[split] for split in sorted(by_split)))
    return said


def _found(sign: Sign, severity: Severity, places: Sequence[str]) -> list[HealthFinding]:
    if not places:
        return []
    return [HealthFinding(sign=sign, severity=severity, count=len(places), places=tuple(places))]


def _boxes(seen: Sequence[Seen], index: int) -> frozenset[object]:
    return frozenset(seen[index].labelled.boxes)


def _names(seen: Sequence[Seen], pair: NearPair) -> str:
    return f"{seen[pair.first].place} – {seen[pair.second].place}"
