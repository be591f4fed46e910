"""Which label was found by which detection, on boxes laid out by hand."""

from inspection.rate import Rate
from tests.training.judging.building import Xyxy, seen
from training.data.labels import Box
from training.judging.matching import confusion_of, matched, rate_by_size, size_px

A: Xyxy = (10, 10, 30, 30)
B: Xyxy = (50, 10, 70, 30)
FAR: Xyxy = (200, 200, 220, 220)


def label(class_name: str, xyxy: Xyxy) -> Box:
    return Box(class_name=class_name, xyxy=xyxy)


def test_found_missed_confused_and_invented() -> None:
    labels = [label("pore", A), label("crack", B), label("stain", FAR)]
    pairs = matched(labels, [seen("pore", 0.9, A), seen("pore", 0.8, B), seen("spatter", 0.7, (100, 100, 110, 110))])
    assert pairs.found == (True, False, False)
    assert pairs.explained == (True, False, False)
    assert pairs.confused == ((1, 1),)
    counts = {(one.labelled, one.found): one.n for one in confusion_of([pairs])}
    assert counts == {("pore", "pore"): 1, ("crack", "pore"): 1, ("stain", None): 1, (None, "spatter"): 1}


def test_a_place_with_the_right_class_and_another_is_found() -> None:
    """A knot that may be dead gives two boxes: the second is not invented, but it is not the label's either."""
    pairs = matched([label("pore", A)], [seen("pore", 0.4, A), seen("crack", 0.9, A)])
    assert pairs.found == (True,)
    counts = {(one.labelled, one.found): one.n for one in confusion_of([pairs])}
    assert counts == {("pore", "pore"): 1, (None, "crack"): 1}


def test_a_crack_may_be_found_in_pieces() -> None:
    long: Xyxy = (0, 0, 100, 10)
    pairs = matched([label("crack", long)], [seen("crack", 0.9, (0, 0, 20, 10)), seen("crack", 0.9, (60, 0, 80, 10))])
    assert pairs.found == (True,)
    assert pairs.explained == (True, True)


def test_a_label_is_taken_for_what_overlaps_it_most_and_each_only_once() -> None:
    near: Xyxy = (12, 10, 32, 30)
    pairs = matched([label("pore", A), label("pore", near)], [seen("stain", 0.9, A)])
    assert pairs.confused == ((0, 0),)


def test_what_found_its_own_label_is_not_taken_for_another_in_the_same_place() -> None:
    pairs = matched([label("pore", A), label("crack", A)], [seen("pore", 0.9, A)])
    assert pairs.found == (True, False)
    assert pairs.confused == ()


def test_half_an_overlap_is_the_boundary() -> None:
    """A box of 20 x 20, half of it over the label: just found; a hair less: not."""
    assert matched([label("pore", A)], [seen("pore", 0.9, (20, 10, 40, 30))]).found == (True,)
    assert matched([label("pore", A)], [seen("pore", 0.9, (20.1, 10, 40.1, 30))]).found == (False,)


def test_rates_by_size() -> None:
    """Three pores of 20 px, of which one is found, and one of 40 px, which is; 32 px is the border of two bands."""
    large: Xyxy = (100, 100, 140, 110)
    pictures = [
        matched(
            [label("pore", A), label("pore", B), label("pore", large)], [seen("pore", 0.9, A), seen("pore", 1, large)]
        ),
        matched([label("pore", FAR)], []),
    ]
    bands = {(one.from_px, one.below_px): one.rate for one in rate_by_size(pictures)}
    assert bands == {(16, 32): Rate.of(1, 3), (32, 64): Rate.of(1, 1)}
    [edge] = rate_by_size([matched([label("pore", (0, 0, 32, 1))], [])])
    assert (edge.from_px, edge.below_px) == (32, 64)
    [huge] = rate_by_size([matched([label("pore", (0, 0, 300, 1))], [])])
    assert (huge.from_px, huge.below_px) == (256, None)


def test_a_cracks_size_is_its_diagonal() -> None:
    assert size_px(label("crack", (0, 0, 30, 40))) == 50
    assert size_px(label("pore", (0, 0, 30, 40))) == 40
