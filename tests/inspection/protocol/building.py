"""Records to show, without a camera, a net or a disk."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from inspection.disposition import Disposition, Fate
from inspection.finding import Characteristic, Detection, Finding, Measurement, Unit
from inspection.override import MastersVerdict, Override, Role
from inspection.record import (
    DispositionRecord,
    DispositionsByRecord,
    Exposure,
    Inspection,
    InspectionRecord,
    Judge,
    OverrideRecord,
    OverridesByRecord,
    PictureRef,
    Precision,
    ViewResult,
    WithdrawalRecord,
    dispositions_by_record,
    overrides_by_record,
)
from inspection.verdict import Code, Reason, Verdict
from inspection.withdrawal import WhyWithdrawn, Withdrawal

NOON = datetime(2026, 3, 4, 11, 30, 15, 250_000, tzinfo=UTC)


def a_reason(code: Code, **fields: object) -> Reason:
    return Reason.model_validate({"code": code, **fields})


def a_finding(class_name: str = "pore", at: tuple[float, float] = (100, 80), size_mm: float = 1.4) -> Finding:
    x, y = at
    side = size_mm / 0.1
    return Finding(
        detection=Detection(class_name=class_name, score=0.91, xyxy=(x, y, x + side, y + side)),
        measurements=(
            Measurement(characteristic=Characteristic.DIAMETER, value=size_mm, uncertainty=0.05, unit=Unit.MM),
            Measurement(characteristic=Characteristic.LENGTH, value=size_mm, uncertainty=0.05, unit=Unit.MM),
            Measurement(characteristic=Characteristic.AREA, value=size_mm**2, uncertainty=0.1, unit=Unit.MM2),
        ),
    )


def a_record(
    sequence: int = 7,
    *,
    verdict: Verdict = Verdict.PASS,
    reasons: tuple[Reason, ...] = (Reason(code=Code.NOTHING_FOUND),),
    findings: tuple[Finding, ...] = (),
    picture: PictureRef | None = None,
    **fields: object,
) -> InspectionRecord:
    view = ViewResult(
        view="top",
        picture=picture,
        exposure=Exposure(camera_id="usb-1", frame_id=12, captured_at=NOON, exposure_time_us=4000, gain_db=0),
        findings=findings,
        verdict=verdict,
        reasons=reasons,
        timings_ms={"total": 30.0},
    )
    judge = Judge(
        model="weld-bead", sha256="a" * 64, engine="openvino", engine_version="2025.4", precision=Precision.BF16
    )
    inspection = Inspection.model_validate(
        {
            "record_id": f"{sequence:032x}",
            "source": "bench",
            "part_type": "weld-bead",
            "recipe": "weld-bead",
            "recipe_version": 1,
            "judge": judge,
            "software_version": "0.1.0",
            "views": (view,),
            "verdict": verdict,
            "reasons": reasons,
            **fields,
        }
    )
    return InspectionRecord(
        sequence=sequence,
        recorded_at=NOON + timedelta(seconds=sequence),
        previous_sha256="0" * 64,
        sha256=f"{sequence:064x}",
        inspection=inspection,
    )


def a_word(
    about: InspectionRecord,
    sequence: int = 90,
    verdict: MastersVerdict = Verdict.PASS,
    reason: str = "nachgemessen: 0,9 mm",
    role: Role = Role.MASTER,
) -> OverrideRecord:
    """The master's word on a part, as many seconds after noon as its number says."""
    override = Override(
        override_id=f"{sequence:032x}",
        record_id=about.inspection.record_id,
        verdict=verdict,
        role=role,
        reason=reason,
        given_at=NOON + timedelta(seconds=sequence),
    )
    recorded_at = NOON + timedelta(seconds=sequence, milliseconds=20)
    return OverrideRecord(
        sequence=sequence, recorded_at=recorded_at, previous_sha256="0" * 64, sha256="1" * 64, override=override
    )


def taken_back(
    about: InspectionRecord, sequence: int = 95, why: WhyWithdrawn = WhyWithdrawn.LAY_WRONG
) -> WithdrawalRecord:
    """The part taken back, as many seconds after noon as the number says."""
    given_at = NOON + timedelta(seconds=sequence)
    withdrawal = Withdrawal(
        withdrawal_id=f"{sequence:032x}", record_id=about.inspection.record_id, why=why, given_at=given_at
    )
    return WithdrawalRecord(
        sequence=sequence, recorded_at=given_at, previous_sha256="0" * 64, sha256="2" * 64, withdrawal=withdrawal
    )


def becomes(about: InspectionRecord, fate: Fate, sequence: int = 97, **said: Any) -> DispositionRecord:
    """What becomes of the part, as many seconds after noon as the number says."""
    given_at = NOON + timedelta(seconds=sequence)
    disposition = Disposition(
        disposition_id=f"{sequence:032x}",
        record_id=about.inspection.record_id,
        fate=fate,
        given_at=given_at,
        **{"role": Role.MASTER, "reason": None, "cost_cents": 0, **said},
    )
    return DispositionRecord(
        sequence=sequence, recorded_at=given_at, previous_sha256="0" * 64, sha256="3" * 64, disposition=disposition
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What belongs to the records, without records."""

    bytes_of: Callable[[str], tuple[bytes, str]]
    words: tuple[OverrideRecord, ...] = ()
    taken_back: tuple[WithdrawalRecord, ...] = ()
    becomes: tuple[DispositionRecord, ...] = ()

    def picture_bytes(self, sha256: str) -> tuple[bytes, str]:
        return self.bytes_of(sha256)

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        return overrides_by_record(word for word in self.words if word.override.record_id in record_ids)

    def withdrawals_of(self, record_ids: Collection[str]) -> dict[str, WithdrawalRecord]:
        return {one.withdrawal.record_id: one for one in self.taken_back if one.withdrawal.record_id in record_ids}

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        return dispositions_by_record(one for one in self.becomes if one.disposition.record_id in record_ids)
