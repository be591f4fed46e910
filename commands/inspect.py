"""`meisterblick inspect`: judge pictures from files."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from camera.opening import make_camera
from commands.complaint import in_words
from commands.output import CSV_HEADER, as_csv, as_json, csv_row, scale_line, table_row
from commands.recording import GROUP_SECONDS, GROUP_SIZE, Recorder, open_recorder
from inspection.detection.detector import Detector
from inspection.detection.engines import EngineName
from inspection.detection.loading import load_detector
from inspection.errors import InspectionError, LaneLost, ModelRefused, RecipeInvalid, RecipeRefused, StorageError
from inspection.good_only import beside_good_only
from inspection.language import Language
from inspection.picture_set import Judge, lanes_for, picture_lanes
from inspection.places import default_home, engine_cache, find_model, find_recipe, recipe_names
from inspection.recipe import Recipe
from inspection.recipe_book import keep_in_force
from inspection.record import Inspection, Precision
from inspection.setup import NEVER_CHECKED, Setup
from inspection.station.settings import load_settings
from inspection.verdict import Verdict
from inspection.wording import verdict_word

PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png"}
WRONG_USE = 2
NOT_DONE = 3

Named = tuple[Path, Inspection]


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class FailOn(StrEnum):
    """From which verdict on the exit status is 1."""

    FAIL = "fail"
    REVIEW = "review"
    NOT_JUDGED = "not-judged"
    NEVER = "never"

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts that meet it; `review` means FAIL or REVIEW."""
        return {
            FailOn.FAIL: frozenset({Verdict.FAIL}),
            FailOn.REVIEW: frozenset({Verdict.FAIL, Verdict.REVIEW}),
            FailOn.NOT_JUDGED: frozenset({Verdict.NOT_JUDGED}),
            FailOn.NEVER: frozenset[Verdict](),
        }[self]


class Engine(StrEnum):
    """Who calculates."""

    OPENVINO = "openvino"
    OPENVINO_GPU = "openvino-gpu"
    ONNXRUNTIME = "onnxruntime"
    ONNXRUNTIME_CUDA = "onnxruntime-cuda"


def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Pictures (JPEG, PNG) or folders of them.")],
    part: Annotated[str | None, typer.Option(help="Kind of part: board, machined-metal, weld-bead, or own.")] = None,
    model: Annotated[str | None, typer.Option(help="Model to use instead of the part's own.")] = None,
    format: Annotated[Format, typer.Option(help="json prints JSON Lines, one object per picture.")] = Format.TABLE,
    record: Annotated[bool, typer.Option("--record/--no-record", help="Keep a record of every picture.")] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit status 1 on this verdict; review: FAIL or REVIEW.")
    ] = FailOn.NEVER,
    engine: Annotated[Engine | None, typer.Option(help="Who calculates (default: openvino on x86).")] = None,
    precision: Annotated[Precision, typer.Option(help="Number format of the net.")] = Precision.F32,
    language: Annotated[str, typer.Option("--lang", help="de or en.")] = "de",
) -> None:
    """Judge pictures; a broken one is NOT_JUDGED and the run goes on.

    Exit status 0, or 1 when --fail-on is met, 2 for wrong use, 3 when not all could be judged or recorded.
    """
    home = default_home()
    spoken: Language = "en" if language == "en" else "de"
    try:
        files = _pictures(paths)
        recipe = _recipe(part, model, home, kept=record)
        camera_id = make_camera(
            load_settings(home).camera
        ).camera_id  # whose calibration the pictures are measured with
        load = partial(
            _detector,
            recipe,
            home,
            engine=engine.value if engine else None,
            precision=precision,
            cache=engine_cache(home) if record else None,  # else nothing is written
        )
        judging = partial(_judge, recipe, home, camera_id, load)
        scale = scale_line(_setup(recipe, home, camera_id), camera_id, spoken)
        with picture_lanes(judging, lanes_for(len(files))) as inspected, _recorder(home, wanted=record) as recorder:
            printed = _Printer(format, spoken, scale)
            verdicts = _run(_with_progress(inspected(files), len(files)), recorder, printed)
    except (RecipeInvalid, RecipeRefused, ModelRefused, FileNotFoundError) as error:
        _complain(error, WRONG_USE, spoken)
    except (LaneLost, StorageError) as error:
        _complain(error, NOT_DONE, spoken)
    if any(verdicts[verdict] for verdict in fail_on.verdicts):
        raise typer.Exit(1)


@contextmanager
def _recorder(home: Path, *, wanted: bool) -> Generator[Recorder | None]:
    recorder = open_recorder(home) if wanted else None
    try:
        yield recorder
    finally:
        if recorder:
            recorder.close()


def _run(parts: Iterable[Named], recorder: Recorder | None, printed: "_Printer") -> Counter[Verdict]:
    verdicts: Counter[Verdict] = Counter()
    group: list[Named] = []
    group_since = started = time.monotonic()

    def acknowledge() -> None:
        if recorder and group:
            recorder.record([inspection for _, inspection in group])
        for file, inspection in group:
            printed.line(str(file), inspection)
            verdicts[inspection.verdict] += 1
        group.clear()

    for part in parts:
        group.append(part)
        if recorder is None or len(group) >= GROUP_SIZE or time.monotonic() - group_since > GROUP_SECONDS:
            acknowledge()
            group_since = time.monotonic()
    acknowledge()
    printed.end(verdicts, time.monotonic() - started)
    return verdicts


class _Printer:
    """JSON and CSV go to standard output line by line; a table is shown at the end."""

    def __init__(self, format: Format, language: Language, scale: str) -> None:
        self._format = format
        self._language = language
        self._scale = scale
        self._rows: list[tuple[str, str, str, str]] = []
        if format is Format.CSV:
            typer.echo(csv_row(CSV_HEADER))

    def line(self, image: str, inspection: Inspection) -> None:
        match self._format:
            case Format.JSON:
                typer.echo(as_json(image, inspection, self._language))
            case Format.CSV:
                typer.echo(as_csv(image, inspection, self._language))
            case Format.TABLE:
                self._rows.append(table_row(Path(image).name, inspection, self._language))

    def end(self, verdicts: Counter[Verdict], seconds: float) -> None:
        if self._format is not Format.TABLE:
            return
        from rich.console import Console
        from rich.table import Column, Table

        german = self._language == "de"
        heads = ("Bild", "Urteil", "Gefunden", "Grund") if german else ("Picture", "Verdict", "Found", "Why")
        table = Table(*(Column(head, overflow="fold") for head in heads))
        for row in self._rows:
            table.add_row(*row)
        console = Console()
        console.print(table)
        console.print(self._scale, markup=False, highlight=False)
        counts = ", ".join(f"{verdicts[verdict]} {verdict_word(verdict, self._language)}" for verdict in Verdict)
        total = verdicts.total()
        rate = f"{total / seconds:.1f}".replace(".", "," if german else ".")
        console.print(
            f"{total} Teile, {rate} je Sekunde: {counts}" if german else f"{total} parts, {rate} a second: {counts}"
        )


def _pictures(paths: list[Path]) -> list[Path]:
    """The files to inspect, folders opened; in the order given, in a folder by name.

    Raises FileNotFoundError for a path that does not exist or a folder without pictures.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"there is no file or folder {path}")
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in PICTURE_SUFFIXES)
            if not inside:
                raise FileNotFoundError(f"the folder {path} holds no picture ({', '.join(sorted(PICTURE_SUFFIXES))})")
            files += inside
        else:
            files.append(path)
    return files


def _judge(recipe: Recipe, home: Path, camera_id: str, load: Callable[..., Detector], threads: int | None) -> Judge:
    """What judges, in whatever process this is. Raises ModelRefused."""
    return _setup(recipe, home, camera_id), load(threads=threads)


def _detector(
    recipe: Recipe,
    home: Path,
    *,
    engine: EngineName | None,
    precision: Precision,
    cache: Path | None,
    threads: int | None,
) -> Detector:
    """The model that is active for the recipe. Raises ModelRefused."""
    model = find_model(recipe.model, home)
    detector = load_detector(model, engine=engine, precision=precision, threads=threads, cache=cache)
    return beside_good_only(detector, recipe, home, engine=engine, threads=threads, cache=cache)


def _setup(recipe: Recipe, home: Path, camera_id: str) -> Setup:
    """The recipe with the station's scale; the daily check is about its bench, and locks no pictures from files."""
    return replace(Setup.of(recipe, home, camera_id), taught=None, daily=NEVER_CHECKED, daily_check_required=False)


def _recipe(part: str | None, model: str | None, home: Path, *, kept: bool) -> Recipe:
    """The recipe of `part`; without one that of the part which `model` belongs to, else the station's own part.

    One that parts are recorded by is `kept` in the recipe book, so that a record's version can be read again.
    """
    if part is None and model is not None:
        fitting = (
            recipe for recipe in (find_recipe(name, home) for name in recipe_names(home)) if recipe.model == model
        )
        found = next(fitting, None)
        name = found.name if found else load_settings(home).part
    else:
        name = part or load_settings(home).part
    recipe = keep_in_force(name, home) if kept else find_recipe(name, home)
    return recipe if model is None else recipe.model_copy(update={"model": model})


def _with_progress(parts: Iterable[Named], total: int) -> Iterable[Named]:
    """The parts one by one, with a progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        return parts
    from rich.console import Console
    from rich.progress import track

    return track(parts, description="", total=total, console=Console(stderr=True), transient=True)


def _complain(error: InspectionError | OSError, status: int, language: Language) -> NoReturn:
    typer.echo(f"meisterblick: {in_words(error, language)}", err=True)
    raise typer.Exit(status) from error
