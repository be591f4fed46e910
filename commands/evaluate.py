"""`meisterblick evaluate`: how well a model judges labelled pictures, in figures and in plain words."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from camera.errors import CameraError
from commands.from_files import setup_for_files
from commands.models_shared import complain
from commands.spoken import Lang, spoken_language
from commands.training_part import check_training_part
from inspection.errors import InspectionError
from inspection.language import Language
from inspection.on_disk import write_durably
from inspection.places import default_home, find_model, find_recipe
from inspection.record import Precision
from training.data.labels import LabelledPicture
from training.errors import TrainingError

if TYPE_CHECKING:
    from training.judging import EvaluationReport, JudgingSet


class Format(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Split(StrEnum):
    """Which pictures of the data set; golden are those of a frozen version that no training may see."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"
    GOLDEN = "golden"


class Engine(StrEnum):
    """Who calculates."""

    OPENVINO = "openvino"
    OPENVINO_GPU = "openvino-gpu"
    ONNXRUNTIME = "onnxruntime"
    ONNXRUNTIME_CUDA = "onnxruntime-cuda"


def evaluate(
    model: Annotated[str, typer.Option(help="Model to judge: a shipped one or the workshop's own.")],
    data: Annotated[Path, typer.Option(help="The data set's data.yaml.")],
    split: Annotated[Split, typer.Option(help="Which of its pictures.")] = Split.VAL,
    recipe: Annotated[
        str | None,
        typer.Option(help="Judge by this recipe; without one, any labelled defect is bad.", show_default=False),
    ] = None,
    format: Annotated[Format, typer.Option(help="json prints one object; html is one file with pictures.")] = (
        Format.TEXT
    ),
    out: Annotated[
        Path | None, typer.Option(help="File to write instead of standard output.", show_default=False)
    ] = None,
    engine: Annotated[
        Engine | None, typer.Option(help="Who calculates (default: openvino on x86).", show_default=False)
    ] = None,
    precision: Annotated[Precision, typer.Option(help="Number format of the net.")] = Precision.F32,
    language: Lang = None,
) -> None:
    """Judge a model by labelled pictures: what it finds, which bad parts would slip through, which good ones fail.

    Exit status 0, 2 for wrong use.
    """
    home = default_home()
    try:
        check_training_part()
        spoken = spoken_language(language, home)
        from training.environment import prepare

        with TemporaryDirectory(prefix="meisterblick-evaluate-") as work, redirect_stdout(sys.stderr):
            prepare(Path(work))
            os.environ.setdefault("YOLO_VERBOSE", "false")
            judged_by, report = _report(model, data, split, recipe, home, engine, precision)
            written = _written(report, judged_by, format, spoken, out)
    except (TrainingError, InspectionError, CameraError, OSError) as error:
        complain(error)
    if out is None:
        typer.echo(written, nl=False)
    else:
        typer.echo(f"{out}: {report.pictures} pictures, mAP50 {report.map50:.3f}", err=True)


def _report(
    model: str,
    data: Path,
    split: Split,
    recipe: str | None,
    home: Path,
    engine: Engine | None,
    precision: Precision,
) -> "tuple[JudgingSet, EvaluationReport]":
    from inspection.detection.engines import EngineName
    from inspection.good_only import good_only_of
    from training.environment import give_way
    from training.judging import Asked, read_judging_set
    from training.judging import evaluate as judge

    give_way()
    calculates: EngineName | None = engine.value if engine else None
    folder = find_model(model, home)
    setup = None if recipe is None else setup_for_files(find_recipe(recipe, home), home)
    judged_by = read_judging_set(data, split.value)
    asked = Asked.of(folder, engine=calculates, precision=precision)
    if setup is not None:
        asked = asked.beside(good_only_of(setup.recipe, home, engine=calculates))
    return judged_by, judge(asked, judged_by, setup, pictures=_with_progress(judged_by.pictures))


def _written(
    report: "EvaluationReport", judged_by: "JudgingSet", format: Format, language: Language, out: Path | None
) -> str:
    """The report in its format; in the file `out` where there is one, pictures of a Markdown file in a folder beside.

    Raises OSError.
    """
    from training.judging.telling import Image, as_html, as_markdown, as_text, told

    match format:
        case Format.JSON:
            text = report.model_dump_json(indent=2) + "\n"
        case Format.TEXT:
            text = as_text(told(report, language))
        case Format.HTML:
            text = as_html(told(report, language, judged_by.root), language)
        case Format.MARKDOWN if out is None:
            text = as_markdown(told(report, language), pictures=None)
        case Format.MARKDOWN:
            folder = out.with_name(f"{out.stem}-pictures")
            folder.mkdir(parents=True, exist_ok=True)
            blocks = told(report, language, judged_by.root)
            for image in blocks:
                if isinstance(image, Image):
                    (folder / image.name).write_bytes(image.data)
            text = as_markdown(blocks, pictures=folder.name)
    if out is not None:
        write_durably(out, text.encode())
    return text


def _with_progress(pictures: Sequence[LabelledPicture]) -> Iterator[LabelledPicture]:
    """The pictures one by one, with a progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from pictures
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(pictures, description="", console=Console(stderr=True), transient=True)
