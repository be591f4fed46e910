"""The numbers behind a verdict, for whoever wants to check them: a table as HTML, every text escaped."""

from html import escape

from inspection.language import Language, number
from inspection.limit import OWN
from inspection.record import InspectionRecord, Judge
from inspection.verdict import Reason
from inspection.wording import characteristic_word, class_and_clause, formula_text, limit_text, quantity, sentence
from screens.texts import translator

ENGINE_NAMES = {
    "openvino": "OpenVINO",
    "openvino-gpu": "OpenVINO (GPU)",
    "onnxruntime": "ONNX Runtime",
    "onnxruntime-cuda": "ONNX Runtime (CUDA)",
    "scripted": "scripted",
}


def arithmetic_html(record: InspectionRecord, language: Language) -> str:
    """Reasons with value, limit and source; times of the steps; where verdict and record come from."""
    return f'<div class="mb-arithmetic">{_reasons(record, language)}{_origin(record, language)}</div>'


def _reasons(record: InspectionRecord, language: Language) -> str:
    _ = translator(language)
    headings = (_("Finding"), _("Measured"), _("Limit"), _("Source of the limit"))
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    rows = "".join(_row(reason, language) for reason in record.inspection.reasons)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(reason: Reason, language: Language) -> str:
    if reason.class_name is None:
        cells = [sentence(reason, language)]
        cells += ["" if value is None else number(value, language, 2) for value in (reason.value, reason.limit)]
        cells.append(reason.detail or "")
    else:
        what = class_and_clause(reason.class_name, reason.clause, language)
        if reason.characteristic:
            what += f", {characteristic_word(reason.characteristic, language)}"
        measured = "" if reason.value is None else quantity(reason.value, reason.unit, language, reason.uncertainty)
        cells = [what, measured, _limit(reason, language), _source(reason, language)]
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _limit(reason: Reason, language: Language) -> str:
    if reason.limit is None:
        return ""
    formula = f"{formula_text(reason.formula, language)} = " if reason.formula else ""
    return f"{'≥' if reason.bound == 'lower' else '≤'} {formula}{limit_text(reason.limit, reason.unit, language)}"


def _source(reason: Reason, language: Language) -> str:
    _ = translator(language)
    return _("own limit") if reason.source == OWN else reason.source or reason.detail or ""


def _origin(record: InspectionRecord, language: Language) -> str:
    _ = translator(language)
    inspection = record.inspection
    steps = {
        "capture": _("take the picture"),
        "check": _("check the picture"),
        "locate": _("locate the part"),
        "find": _("find"),
        "measure": _("measure"),
        "decide": _("decide"),
        "total": _("together"),
    }
    times = [
        f"{word} {number(view.timings_ms[step], language)} ms"
        for view in inspection.views
        for step, word in steps.items()  # a record's own order is that of the alphabet
        if step in view.timings_ms
    ]
    version = inspection.recipe_version
    entries = {
        _("Times"): ", ".join(times),
        _("Part"): _("{recipe}, version {version}").format(recipe=inspection.recipe, version=version),
        _("Model"): _judge(inspection.judge) if inspection.judge else "–",
        _("Record"): f"{record.sequence} · {inspection.record_id} · {record.sha256[:12]}",
    }
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in entries.items())
    return f"<dl>{rows}</dl>"


def _judge(judge: Judge) -> str:
    engine = f"{ENGINE_NAMES[judge.engine]} {judge.engine_version}"
    return f"{judge.model} {judge.sha256[:12]} · {engine} · {judge.precision}"
