"""From which size on a model finds what: counted by hand."""

from inspection.finding import Detection
from training.data.box import Box
from training.smallest_seen import smallest_seen


def box(size: float, class_name: str = "pore") -> Box:
    return Box(class_name=class_name, xyxy=(10, 10, 10 + size, 10 + size / 2))


def hit(label: Box, score: float = 0.9) -> Detection:
    return Detection(class_name=label.class_name, score=score, xyxy=label.xyxy)


def pictures(sizes: list[tuple[float, bool]]) -> tuple[list[list[Detection]], list[list[Box]]]:
    labels = [[box(size)] for size, _ in sizes]
    return [[hit(label[0])] if found else [] for label, (_, found) in zip(labels, sizes, strict=True)], labels


def test_the_size_is_where_the_lowest_good_band_begins() -> None:
    large = [(40.0 + index / 10, True) for index in range(10)]
    middle = [(24.0 + index / 10, index != 3) for index in range(10)]  # nine of ten
    small = [(12.0 + index / 10, index < 5) for index in range(10)]
    found, labels = pictures(large + middle + small)
    [pore] = smallest_seen(found, labels, {"pore": 0.25}, [1.0] * len(labels))
    assert (pore.class_name, pore.size_px, pore.rate, pore.n) == ("pore", 24.0, 0.95, 20)


def test_small_ones_that_are_found_do_not_help_where_larger_ones_are_missed() -> None:
    found, labels = pictures([(40.0, False)] * 5 + [(40.0, True)] * 5 + [(10.0, True)] * 50)
    [pore] = smallest_seen(found, labels, {"pore": 0.25}, [1.0] * len(labels))
    assert (pore.size_px, pore.n) == (None, 60)


def test_too_few_say_nothing() -> None:
    found, labels = pictures([(40.0, True)] * 9)
    [pore] = smallest_seen(found, labels, {"pore": 0.25}, [1.0] * len(labels))
    assert pore.size_px is None


def test_a_detection_of_another_class_elsewhere_or_below_the_threshold_is_no_find() -> None:
    label = box(40)
    elsewhere = Detection(class_name="pore", score=0.9, xyxy=(200, 200, 240, 220))
    for wrong in (hit(box(40, "crack")), elsewhere, hit(label, score=0.2)):
        [pore] = smallest_seen([[wrong]] * 10, [[label]] * 10, {"pore": 0.25}, [1.0] * 10)
        assert pore.rate == 0


def test_sizes_are_pixels_of_the_net() -> None:
    found, labels = pictures([(40.0, True)] * 10)
    [pore] = smallest_seen(found, labels, {"pore": 0.25}, [0.5] * 10)
    assert pore.size_px == 20
