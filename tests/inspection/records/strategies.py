"""Any inspection at all, and any word of the master (hypothesis)."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from inspection.disposition import Disposition, Fate
from inspection.override import Override, Role
from inspection.record import Exposure, Inspection, Judge, PictureRef, Precision, ViewResult
from inspection.verdict import Code, Reason, Verdict
from inspection.withdrawal import WhyWithdrawn, Withdrawal

_numbers = st.floats(allow_nan=False, allow_infinity=False)
_texts = st.text(max_size=20)
_sha256s = st.binary(min_size=32, max_size=32).map(bytes.hex)
_moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(2199, 1, 1))


def _views(outside_pictures: st.SearchStrategy[PictureRef]) -> st.SearchStrategy[ViewResult]:
    return st.builds(
        ViewResult,
        view=_texts,
        picture=st.none() | outside_pictures,
        exposure=st.none()
        | st.builds(
            Exposure,
            camera_id=_texts,
            frame_id=st.integers(),
            captured_at=_moments,
            exposure_time_us=st.none() | _numbers,
            gain_db=st.none() | _numbers,
        ),
        findings=st.just(()),
        verdict=st.sampled_from(Verdict),
        reasons=st.lists(reasons, min_size=1, max_size=3).map(tuple),
        timings_ms=st.dictionaries(_texts, _numbers, max_size=4),
    )


reasons = st.builds(
    Reason,
    code=st.sampled_from(Code),
    class_name=st.none() | _texts,
    value=st.none() | _numbers,
    limit=st.none() | _numbers,
    detail=st.none() | _texts,
)

inspections = st.builds(
    Inspection,
    record_id=st.uuids().map(lambda one: one.hex),
    part_type=_texts,
    recipe=_texts,
    recipe_version=st.integers(),
    judge=st.none()
    | st.builds(
        Judge,
        model=_texts,
        sha256=_sha256s,
        engine=st.sampled_from(["openvino", "onnxruntime", "scripted"]),
        engine_version=_texts,
        precision=st.sampled_from(Precision),
    ),
    software_version=_texts,
    schema_version=st.integers(),
    views=st.lists(
        _views(
            st.builds(
                PictureRef,
                sha256=_sha256s,
                media_type=_texts,
                width_px=st.integers(1, 20_000),
                height_px=st.integers(1, 20_000),
                path=_texts,
            )
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    verdict=st.sampled_from(Verdict),
    reasons=st.lists(reasons, min_size=1, max_size=3).map(tuple),
)
"""Any inspection whose pictures are files outside the store."""


_ids = st.uuids().map(lambda one: one.hex)
_printable = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=40)

overrides = st.builds(
    Override,
    override_id=_ids,
    record_id=_ids,
    verdict=st.sampled_from([Verdict.PASS, Verdict.FAIL]),
    role=st.sampled_from(Role),
    reason=_printable.map(str.strip).filter(bool),
    given_at=_moments,
)
"""Any word of the master."""

withdrawals = st.builds(
    Withdrawal, withdrawal_id=_ids, record_id=_ids, why=st.sampled_from(WhyWithdrawn), given_at=_moments
)
"""Any part taken back."""

_lines = _printable.map(str.strip).filter(bool)


def _of_fate(fate: Fate) -> st.SearchStrategy[Disposition]:
    return st.builds(
        Disposition,
        disposition_id=_ids,
        record_id=_ids,
        fate=st.just(fate),
        cause=st.none() | _lines,
        reason=_lines,
        cost_cents=st.just(0) if fate is Fate.GOOD else st.integers(0, 10**9),
        role=st.sampled_from(Role),
        given_at=_moments,
    )


dispositions = st.sampled_from(Fate).flatmap(_of_fate)
"""Anything that may become of a part."""
