"""`inspection.engine_choice` for this station: its part, its model, its size of picture."""

from collections.abc import Callable
from pathlib import Path

from camera.config import BaslerConfig, FolderConfig, HttpMjpegConfig, SimulatedConfig, UsbConfig, VideoConfig
from camera.errors import CameraError
from camera.frame import Pixels
from camera.opening import snap_once
from camera.rendering import CLASS_NAMES, PartKind, render_part
from inspection.closed import Closed
from inspection.detection.engines import engines_here
from inspection.detection.loading import default_engine, load_detector
from inspection.detection.manifest import load_manifest, verified_bytes
from inspection.detection.onnx_detector import OnnxDetector
from inspection.engine_choice import BUSY, SECONDS_EACH, Loaded, Proposal, Tried, Way, measure, propose
from inspection.errors import PrecisionNotOffered
from inspection.good_only import beside_good_only, is_good_only
from inspection.places import find_model, find_recipe
from inspection.platform import is_locked, load_per_core
from inspection.recipe import Recipe
from inspection.record import Precision
from inspection.records.layout import Layout
from inspection.station.settings import StationSettings, load_settings


class EngineTrial(Closed):
    """What was timed and what came out. The station calculates `now`, which is not `asked` where that is not offered.

    `load_per_core` is that of the minute before; None: this PC does not say.
    """

    part: str
    model: str
    picture_wh: tuple[int, int]
    picture_from: str
    station_at_work: bool
    load_per_core: float | None
    asked: Way
    now: Way
    tried: tuple[Tried, ...]
    proposal: Proposal

    @property
    def busy(self) -> bool:
        """Whether others calculated as well, so that it is worth repeating."""
        return (self.load_per_core or 0) > BUSY or any(one.scatters for one in self.tried)


def try_engines(home: Path, *, seconds_each: float = SECONDS_EACH) -> EngineTrial:
    """Time every engine and precision on this PC with the model of the station's own part; nothing is written.

    It may run beside the station, whose parts take longer meanwhile. Raises RecipeInvalid, ModelRefused.
    """
    settings = load_settings(home)
    recipe = find_recipe(settings.part, home)
    folder = find_model(recipe.model, home)
    load, at_work = load_per_core(), is_locked(Layout(home).lock)
    pixels, picture_from = _picture(settings, recipe, at_work=at_work)
    asked = Way(engine=settings.engine or default_engine(), precision=settings.precision)
    offers = _offers(folder)
    now = asked if offers(asked) else Way(engine=asked.engine, precision=Precision.F32)
    ways = (Way(engine=engine, precision=precision) for engine in engines_here() for precision in Precision)
    tried = measure(
        ways, lambda way: _loaded(way, folder, recipe, home, offered=offers(way)), pixels, seconds_each=seconds_each
    )
    return EngineTrial(
        part=recipe.name,
        model=folder.name,
        picture_wh=(pixels.shape[1], pixels.shape[0]),
        picture_from=picture_from,
        station_at_work=at_work,
        load_per_core=None if load is None else round(load, 2),
        asked=asked,
        now=now,
        tried=tried,
        proposal=propose(tried, now),
    )


def _offers(folder: Path) -> Callable[[Way], bool]:
    if is_good_only(folder):
        return lambda way: way.precision is Precision.F32
    manifest = load_manifest(folder)
    return lambda way: manifest.offers(way.engine, way.precision)


def _loaded(way: Way, folder: Path, recipe: Recipe, home: Path, *, offered: bool) -> Loaded:
    """With what stands beside it in the recipe, as at the bench; nothing compiled is kept. Raises ModelRefused."""
    if offered or is_good_only(folder):
        detector, why_not = load_detector(folder, engine=way.engine, precision=way.precision), ""
    else:
        manifest = load_manifest(folder)
        to_check = f"`meisterblick models export {manifest.name} --data data.yaml` makes and checks it"
        file = manifest.file_for(way.precision)
        if file is None:
            raise PrecisionNotOffered(f"this model has no file for it: {to_check}")
        net = verified_bytes(folder, file)
        detector = OnnxDetector(manifest, net, engine=way.engine, precision=way.precision)
        why_not = f"not checked with this model: {to_check}"
    return Loaded(detector=beside_good_only(detector, recipe, home, engine=way.engine), why_not=why_not)


def _picture(settings: StationSettings, recipe: Recipe, *, at_work: bool) -> tuple[Pixels, str]:
    """One of the station's camera, else a rendered part of the size that it is set to; and where it is from."""
    width_px, height_px = 640, 480
    match settings.camera:
        case SimulatedConfig() | FolderConfig():
            free = True
        case UsbConfig(width_px=width_px, height_px=height_px):
            free = not at_work
        case HttpMjpegConfig() | VideoConfig() | BaslerConfig():
            free = not at_work
    why = "the station has the camera"
    if free:
        try:
            frame = snap_once(settings.camera)
        except CameraError as error:
            why = f"the camera gives none: {error}"
        else:
            return frame.pixels, f"camera {frame.camera_id}"
    kind: PartKind = next((kind for kind in CLASS_NAMES if kind == recipe.name), "weld-bead")
    return render_part(kind, seed=1, index=0, width_px=width_px, height_px=height_px).pixels, f"rendered, since {why}"
