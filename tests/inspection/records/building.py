"""Inspections to record."""

import hashlib
import os
import uuid
from datetime import UTC, datetime
from pathlib import Path

from camera.frame import MediaType
from inspection.disposition import Disposition, Fate
from inspection.finding import Characteristic, Detection, Finding, Measurement, Unit
from inspection.override import MastersVerdict, Override, Role
from inspection.record import Exposure, Inspection, Judge, Picture, PictureRef, Precision, ViewResult
from inspection.records import StoreSettings
from inspection.verdict import Code, Reason, Verdict
from inspection.withdrawal import WhyWithdrawn, Withdrawal

ROOT = Path(__file__).parents[3]
NO_LOW_WATER = StoreSettings(low_water_bytes=0, reserve_bytes=64 * 1024)
REASON = Reason(code=Code.LIMIT_EXCEEDED, class_name="pore", value=1.25, limit=1.0, unit="mm", source="ISO 5817:2014 C")


def picture(data: bytes, media_type: MediaType = "image/jpeg") -> Picture:
    return Picture(data=data, media_type=media_type)


def inspection(
    *pictures: Picture, verdict: Verdict = Verdict.FAIL, part_type: str = "weld-bead", outside: Path | None = None
) -> Inspection:
    """One view for each picture, none seen where there is none; with `outside` the pictures are not the store's."""
    references = [
        PictureRef(
            sha256=hashlib.sha256(one.data).hexdigest(),
            media_type=one.media_type,
            width_px=640,
            height_px=480,
            path=str(outside) if outside else None,
        )
        for one in pictures
    ]
    views = [
        ViewResult(
            view=f"face {number}",
            picture=reference,
            exposure=Exposure(camera_id="bench", frame_id=number, captured_at=datetime.now(UTC)),
            findings=(
                Finding(
                    detection=Detection(class_name="pore", score=0.93, xyxy=(10.5, 20, 30, 44.25)),
                    measurements=(
                        Measurement(characteristic=Characteristic.DIAMETER, value=1.25, uncertainty=0.02, unit=Unit.MM),
                    ),
                ),
            ),
            verdict=verdict,
            reasons=(REASON,),
            timings_ms={"find": 24.5, "check": 1.25},
        )
        for number, reference in enumerate(references or [None])
    ]
    return Inspection(
        source="bench",
        record_id=uuid.uuid4().hex,
        part_type=part_type,
        recipe="weld-bead",
        recipe_version=3,
        judge=Judge(model="bead", sha256="a" * 64, engine="scripted", engine_version="1", precision=Precision.F32),
        software_version="0.1.0",
        views=tuple(views),
        verdict=verdict,
        reasons=(REASON,),
    )


def pictured(size_bytes: int = 2000, verdict: Verdict = Verdict.FAIL) -> tuple[Inspection, list[Picture]]:
    """An inspection with one picture that nobody has seen before."""
    one = picture(os.urandom(size_bytes))
    return inspection(one, verdict=verdict), [one]


def withdrawal(about: Inspection | str, why: WhyWithdrawn = WhyWithdrawn.LAY_WRONG) -> Withdrawal:
    """A new withdrawal of an inspection, or of what has this id."""
    return Withdrawal(
        withdrawal_id=uuid.uuid4().hex,
        record_id=about if isinstance(about, str) else about.record_id,
        why=why,
        given_at=datetime.now(UTC),
    )


def disposition(
    about: Inspection | str,
    fate: Fate = Fate.SCRAP,
    *,
    cause: str | None = "pore",
    reason: str | None = "Poren im Grundwerkstoff",
    cost_cents: int = 1250,
) -> Disposition:
    """What newly becomes of an inspection, or of what has this id."""
    return Disposition(
        disposition_id=uuid.uuid4().hex,
        record_id=about if isinstance(about, str) else about.record_id,
        fate=fate,
        cause=cause,
        reason=reason,
        cost_cents=0 if fate is Fate.GOOD else cost_cents,
        role=Role.MASTER,
        given_at=datetime.now(UTC),
    )


def override(
    about: Inspection | str, verdict: MastersVerdict = Verdict.PASS, reason: str = "nachgemessen mit der Lehre"
) -> Override:
    """A new word of the master on an inspection, or on what has this id."""
    return Override(
        override_id=uuid.uuid4().hex,
        record_id=about if isinstance(about, str) else about.record_id,
        verdict=verdict,
        role=Role.MASTER,
        reason=reason,
        given_at=datetime.now(UTC),
    )
