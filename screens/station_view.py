"""The state of the station in words: camera, model, disk, and what to do when something is wrong."""

from typing import Literal, assert_never

from inspection.closed import Closed
from inspection.errors import InspectionError, RecipeInvalid, StorageRefused, StoreInUse
from inspection.language import Language, number
from inspection.motion.part_watch import Light
from inspection.records.opening import RECORDS_MISSING, RECORDS_QUARANTINED, RECORDS_REPLACED, WITNESS_MISSING
from inspection.station import CameraState, ModelState, StationState, StorageState
from inspection.verdict import Code, Verdict
from inspection.wording import remedy, verdict_word
from screens.host import AtWork, NotStarted, Phase, Starting
from screens.part_view import Count
from screens.texts import translator

LOW_DISK_MB = 2000
RECORDS_LOST = {RECORDS_MISSING, RECORDS_REPLACED, WITNESS_MISSING}


class Sign(Closed):
    """One thing of the station in a few words; `advice` says what to try where it is not as it should be.

    `detail` is the technical message behind it, in English.
    """

    name: str
    words: str
    good: bool
    advice: str = ""
    detail: str = ""


class Banner(Closed):
    """What a person must not overlook: nothing is inspected, why, and what to do."""

    kind: Literal["starting", "stopped"]
    title: str
    text: str
    detail: str = ""


def signs(state: StationState, light: Light | None, language: Language) -> tuple[Sign, ...]:
    """Camera, light, model and disk, always in sight. What to try with the camera stands where its picture would be.

    `light` None: there is no picture, so nothing is known of it.
    """
    return (
        camera_sign(state.camera, language).model_copy(update={"advice": "", "detail": ""}),
        *((light_sign(light, language),) if light is not None else ()),
        _model_sign(state.model, language),
        _storage_sign(state.storage, language),
    )


def camera_sign(camera: CameraState, language: Language) -> Sign:
    """Whether the camera gives pictures."""
    _ = translator(language)
    if camera.working:
        return Sign(name=_("Camera"), words=" · ".join((_("gives pictures"), *_troubles(camera, language))), good=True)
    code = Code(camera.error_code) if camera.error_code in set(Code) else Code.CAMERA_ERROR
    words = {
        Code.CAMERA_ABSENT: _("not connected"),
        Code.CAMERA_LOST: _("not connected"),
        Code.WRONG_CAMERA: _("another one is connected"),
        Code.CAMERA_HUNG: _("hangs, is started anew"),
        Code.FEED_ENDED: _("all pictures inspected"),
        Code.PICTURE_CHANGED: _("stopped: its pictures have another size"),
    }.get(code, _("gives no picture"))
    detail = camera.detail or ""
    return Sign(name=_("Camera"), words=words, good=False, advice=remedy(code, language), detail=detail)


def light_sign(light: Light, language: Language) -> Sign:
    """Whether the live picture has the light that the recipe asks for."""
    _ = translator(language)
    words = {Light.GOOD: _("good"), Light.TOO_DARK: _("too dark"), Light.TOO_BRIGHT: _("too bright")}[light]
    return Sign(name=_("Light"), words=words, good=light is Light.GOOD)


def _troubles(camera: CameraState, language: Language) -> tuple[str, ...]:
    """What it has gone through since the start; a camera that often has to be mended wants a new cable."""
    _ = translator(language)
    refused = camera.health.broken + camera.health.stale
    counted = ((_("reconnected: {count}"), camera.reconnects), (_("refused pictures: {count}"), refused))
    return tuple(words.format(count=number(count, language)) for words, count in counted if count)


def banner(phase: Phase, language: Language) -> Banner | None:
    """Why nothing can be inspected; None while the station is at work."""
    _ = translator(language)
    match phase:
        case Starting():
            return Banner(kind="starting", title=_("The station is starting …"), text=_("That takes a few seconds."))
        case NotStarted(why=why):
            return Banner(
                kind="stopped",
                title=_("The station could not start"),
                text=_what_to_do(why, language),
                detail=str(why),
            )
        case AtWork(station=station):
            storage = station.state().storage
            if storage.working and not station.is_aside:
                return None
            if storage.working:
                return Banner(
                    kind="stopped",
                    title=_("Pictures are being taken for drawing: nothing is inspected"),
                    text=_(
                        "It goes on by itself when they are taken. To end it: Stop, in Draw under Fetch pictures or in "
                        "Teach under Good parts only."
                    ),
                )
            return Banner(
                kind="stopped",
                title=_("STOP: nothing is recorded any more"),
                text=_(
                    "Parts are not inspected, because their record could not be saved. "
                    "Check the disk (full, unplugged, faulty), then start the program again. What was recorded is safe."
                ),
                detail=storage.detail or "",
            )
        case unknown:
            assert_never(unknown)


def counts(tally: dict[Verdict, int], language: Language) -> tuple[Count, ...]:
    """How many parts had which verdict, from good to bad."""
    return tuple(
        Count(verdict=verdict, word=verdict_word(verdict, language), count=number(tally.get(verdict, 0), language))
        for verdict in Verdict
    )


def _what_to_do(why: InspectionError, language: Language) -> str:
    _ = translator(language)
    match why:
        case StoreInUse():
            return _(
                "Another station is already running with the same folder. Use its window, or end it and start again."
            )
        case StorageRefused():
            return _(
                "The folder for the records cannot be used. Records belong on a disk of this computer, not on a "
                "network drive. Choose another folder with --home."
            )
        case RecipeInvalid():
            return _("A setting or a recipe is wrong. Mend the entry named below, then start the program again.")
        case _:
            return _("Check the disk, then start the program again. `meisterblick doctor` says more.")


def _model_sign(model: ModelState, language: Language) -> Sign:
    _ = translator(language)
    if model.judge is None:
        words = _("{name} cannot be used").format(name=model.name)
        advice = _("Parts cannot be judged. Call the master; the page System says more.")
        return Sign(name=_("Model"), words=words, good=False, advice=advice)
    return Sign(name=_("Model"), words=model.judge.model, good=True)


def _storage_sign(storage: StorageState, language: Language) -> Sign:
    _ = translator(language)
    if not storage.working:
        return Sign(name=_("Records"), words=_("stopped"), good=False)
    if set(storage.notices) & RECORDS_LOST:
        advice = _("Call the master: acknowledged records are missing. The page System says more.")
        return Sign(name=_("Records"), words=_("incomplete"), good=False, advice=advice)
    if RECORDS_QUARANTINED in storage.notices:
        advice = _("The records were damaged and have been put right: nothing is missing. Call the master.")
        return Sign(name=_("Records"), words=_("put right"), good=False, advice=advice)
    gigabytes = storage.free_mb / 1000
    free = _("{size} GB free").format(size=number(round(gigabytes, 1 if gigabytes < 10 else 0), language))
    if storage.free_mb < LOW_DISK_MB:
        return Sign(name=_("Storage"), words=free, good=False, advice=_("The disk is nearly full: make room."))
    return Sign(name=_("Storage"), words=free, good=True)
