"""What an event of the records is called. Its details stand in it as the program wrote them."""

from inspection.language import Language, catalog
from inspection.wording.words import LOCALE


def event_word(code: str, language: Language) -> str:
    """The event in a few words; one of another program, or of a camera's fault, is named by its code.

    >>> event_word("model-promoted", "de"), event_word("camera-lost", "de")
    ('Modell übernommen', 'Störung: camera-lost')
    """
    _ = catalog(LOCALE, language).gettext
    words = {
        "started": _("station started"),
        "stopped": _("recording stopped"),
        "camera-ready": _("camera delivers pictures"),
        "camera-chosen": _("camera chosen"),
        "camera-set": _("camera set"),
        "frames-refused": _("pictures of the camera refused"),
        "calibrated": _("scale calibrated"),
        "double-trigger": _("triggered twice, judged once"),
        "trigger-set-aside": _("triggered while pictures were taken, not judged"),
        "part-watch-failed": _("watching for parts that lie still has ended"),
        "test-parts": _("test parts"),
        "repeatability": _("repeatability tried"),
        "reference-taught": _("reference of the daily check taught"),
        "daily-check": _("daily check"),
        "daily-check-required": _("duty of the daily check"),
        "known-part-taught": _("part of known quality taught"),
        "known-part-checked": _("part of known quality checked"),
        "known-part-forgotten": _("part of known quality forgotten"),
        "border-sample-taken": _("border sample taken"),
        "border-sample-removed": _("border sample removed"),
        "part-chosen": _("kind of part chosen"),
        "part-made": _("kind of part made"),
        "recipe-changed": _("recipe changed"),
        "part-handed-on": _("kind of part handed on"),
        "part-taken": _("kind of part taken in"),
        "model-promoted": _("model taken"),
        "model-declined": _("model not taken"),
        "model-rolled-back": _("model before taken again"),
        "model-refused": _("model refused"),
        "precision-not-offered": _("precision not offered"),
        "pictures-for-drawing": _("pictures taken for drawing"),
        "drawings-handed-out": _("drawings handed out"),
        "drawings-taken": _("drawings taken in"),
        "costs-changed": _("costs changed"),
        "retention-set": _("storage times set"),
        "pictures-deleted": _("pictures deleted"),
        "put-aside-deleted": _("pictures put aside deleted"),
        "pictures-put-aside": _("pictures without a record put aside"),
        "picture-restored": _("picture written anew"),
        "records-missing": _("records are missing"),
        "records-replaced": _("records were replaced"),
        "records-quarantined": _("damaged records put into quarantine"),
        "records-restored": _("records restored from a backup"),
        "head-witness-missing": _("witness of the newest record is missing"),
        "demo-data": _("records made up for trying"),
    }
    return words.get(code) or _("fault: {code}").format(code=code)
