"""Findings as tests write them: a class, a size, how surely it was seen and measured."""

from inspection.finding import Characteristic, Detection, Finding, Measurement, Unit

LENGTHS = (
    Characteristic.DIAMETER,
    Characteristic.EQUIVALENT_DIAMETER,
    Characteristic.LENGTH,
    Characteristic.WIDTH,
    Characteristic.ALONG,
    Characteristic.ACROSS,
)


def found(
    class_name: str,
    size_mm: float = 0.5,
    *,
    score: float = 0.9,
    expanded_mm: float = 0,
    position_mm: float = 0,
    distance_mm: float | None = None,
    piece_mm: tuple[float, float] = (100, 100),
) -> Finding:
    """A square defect of `size_mm` ± `expanded_mm` (U, k = 2) on a piece of `piece_mm` (length, width)."""
    standard = expanded_mm / 2
    measured = [measurement(name, size_mm, standard) for name in LENGTHS]
    measured += [
        measurement(Characteristic.AREA, size_mm**2, 2 * size_mm * standard, Unit.MM2),
        measurement(Characteristic.POSITION, position_mm, standard),
        measurement(
            Characteristic.SHARE_OF_LENGTH, 100 * size_mm / piece_mm[0], 100 * standard / piece_mm[0], Unit.PERCENT
        ),
        measurement(
            Characteristic.SHARE_OF_WIDTH, 100 * size_mm / piece_mm[1], 100 * standard / piece_mm[1], Unit.PERCENT
        ),
    ]
    if distance_mm is not None:
        measured.append(measurement(Characteristic.DISTANCE, distance_mm, standard))
    far = 11 + 10 * size_mm
    detection = Detection(class_name=class_name, score=score, xyxy=(10, 10, far, far))
    return Finding(detection=detection, measurements=tuple(measured))


def measurement(name: Characteristic, value: float, standard: float, unit: Unit = Unit.MM) -> Measurement:
    """One value with its standard uncertainty."""
    return Measurement(characteristic=name, value=value, uncertainty=standard, unit=unit)
