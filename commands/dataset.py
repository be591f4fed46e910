"""`meisterblick dataset`: from labels to a data set that may be trained on, and from and to other programs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection.errors import ModelRefused
from inspection.language import Language
from inspection.override import Role
from inspection.places import default_home
from training.data.exchange.transfer import Format as Exchanged
from training.errors import DatasetError, LayoutError, SplitError

if TYPE_CHECKING:
    from training.data.health import HealthReport

app = typer.Typer(help="Labelled pictures: check, split, freeze, import, export.", no_args_is_help=True)

PROBLEMS = 1
WRONG_USE = 2
_MOST_PLACES = 5

DataYaml = Annotated[Path, typer.Argument(metavar="DATA_YAML", help="The data.yaml of the labelled pictures.")]


class Printed(StrEnum):
    """How the health check is printed."""

    TEXT = "text"
    JSON = "json"


@app.command("check")
def check(
    data_yaml: DataYaml,
    model: Annotated[str | None, typer.Option(help="Also name labels that this model strongly disagrees with.")] = None,
    format: Annotated[Printed, typer.Option(help="json prints one object.")] = Printed.TEXT,
    language: Annotated[str, typer.Option("--lang", help="de or en.")] = "de",
) -> None:
    """Say what is good, what is missing and what is wrong, and what to do first. Nothing is changed.

    Exit status 0, 1 when there are problems that must be mended before training, 2 for wrong use.
    """
    from inspection.detection.loading import load_detector
    from inspection.places import find_model
    from training.data.health import Severity, check_health

    spoken: Language = "en" if language == "en" else "de"
    with _explained():
        if not data_yaml.is_file():
            raise FileNotFoundError(f"there is no file {data_yaml}; name the data.yaml of a data set")
        report = check_health(data_yaml, detector=load_detector(find_model(model, default_home())) if model else None)
    match format:
        case Printed.TEXT:
            typer.echo(_as_text(report, spoken))
        case Printed.JSON:
            typer.echo(_as_json(report, spoken))
    if report.severity is Severity.PROBLEM:
        raise typer.Exit(PROBLEMS)


@app.command("split")
def split(
    data_yaml: DataYaml,
    out: Annotated[Path, typer.Option(help="New folder for the pictures and labels.")],
    val: Annotated[float, typer.Option(help="Share to watch the training by.")] = 0.2,
    golden: Annotated[float, typer.Option(help="Share that no training ever sees, to decide by.")] = 0.1,
    seed: Annotated[int, typer.Option(help="The same seed gives the same split.", min=0)] = 1,
    name: Annotated[
        str | None, typer.Option(help="Name of a frozen data set: what is golden there stays golden.")
    ] = None,
) -> None:
    """Copy the pictures into train, val and golden, every part and its like on one side.

    Exit status 0, 1 when labels or pictures cannot be used, 2 for wrong use.
    """
    from training.data.split import Part, Shares
    from training.data.splitting import split_set

    with _explained():
        counts = split_set(data_yaml, out, Shares(val=val, golden=golden), seed=seed, home=default_home(), name=name)
    typer.echo(f"{out / 'data.yaml'}: {', '.join(f'{counts[part]} {part}' for part in Part)}")


@app.command("freeze")
def freeze(
    data_yaml: DataYaml,
    name: Annotated[str, typer.Option(help="Name of the data set: small letters, digits and hyphens.")],
    approved_by: Annotated[Role, typer.Option(help="Who approved the labels: what they are, never their name.")],
) -> None:
    """Make the labels a version that never changes; its test split is golden.

    Exit status 0, 1 when something forbids the version, 2 for wrong use. The versions there are stay as they are.
    """
    from training.data.freeze import freeze as freeze_labels
    from training.data.split import Part
    from training.data.version import read_version

    with _explained():
        folder = freeze_labels(data_yaml, name=name, approved_by=approved_by, home=default_home())
        version = read_version(folder)
    counts = ", ".join(f"{len(version.of(part))} {part}" for part in Part)
    typer.echo(f"{folder}: {counts}; content {version.content_sha256[:12]}")
    if not version.of(Part.GOLDEN):
        typer.echo(
            "Without golden pictures nobody can say whether a new model is better: `meisterblick dataset split`.",
            err=True,
        )


@app.command("import")
def import_(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="A zip file of pictures and labels.")],
    out: Annotated[Path, typer.Option(help="New folder for the pictures and labels.")],
    format: Annotated[Exchanged | None, typer.Option("--from", help="Format (default: told by the content).")] = None,
) -> None:
    """Read pictures and labels of another program: YOLO, COCO JSON, or CVAT for images 1.1, each as a zip file.

    Exit status 0, 1 when the archive or its labels are refused (nothing is left of it), 2 for wrong use.
    """
    from training.data.exchange.transfer import import_archive
    from training.data.split import Part

    with _explained():
        told = import_archive(archive, out, format=format)
    parts = ", ".join(f"{told.parts.get(part, 0)} {part}" for part in Part)
    typer.echo(f"{out / 'data.yaml'}: {told.pictures} pictures ({parts}), {told.labels} labels, read as {told.format}")


@app.command("export")
def export(
    data_yaml: DataYaml,
    out: Annotated[Path, typer.Option(help="The zip file to write.")],
    format: Annotated[Exchanged, typer.Option("--as", help="What the other program reads.")],
) -> None:
    """Write pictures and labels as a zip file for another program.

    Exit status 0, 1 when labels or pictures cannot be used, 2 for wrong use.
    """
    from training.data.exchange.transfer import export_archive
    from training.data.labels import read_labelled_set

    with _explained():
        told = export_archive(read_labelled_set(data_yaml), out, format=format)
    typer.echo(f"{out}: {told.pictures} pictures, {told.labels} labels, as {told.format}")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn an error into its message and the exit status."""
    try:
        yield
    except (LayoutError, SplitError, ModelRefused, FileExistsError, FileNotFoundError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    except (DatasetError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(PROBLEMS) from error


def _as_text(report: "HealthReport", language: Language) -> str:
    from training.data.health.wording import light, next_step, remedy, sentence

    german = language == "de"
    pictures = ", ".join(f"{count} {split}" for split, count in report.pictures.items())
    labels = sum(report.labels.values())
    lines = [f"Bilder: {pictures}; Markierungen: {labels}" if german else f"Pictures: {pictures}; labels: {labels}"]
    for finding in report.findings:
        lines.append(f"[{light(finding.severity, language)}] {sentence(finding, language)} {remedy(finding, language)}")
        lines += [f"    {place}" for place in finding.places[:_MOST_PLACES]]
        if (more := len(finding.places) - _MOST_PLACES) > 0:
            lines.append(f"    und {more} weitere" if german else f"    and {more} more")
    lines.append(f"{'Als Nächstes' if german else 'Next'}: {next_step(report, language)}")
    return "\n".join(line.rstrip() for line in lines)


def _as_json(report: "HealthReport", language: Language) -> str:
    from training.data.health.wording import next_step, remedy, sentence

    return json.dumps(
        {
            "severity": report.severity,
            "pictures": report.pictures,
            "labels": report.labels,
            "next_step": next_step(report, language),
            "findings": [
                finding.model_dump(mode="json")
                | {"text": sentence(finding, language), "remedy": remedy(finding, language)}
                for finding in report.findings
            ],
        },
        ensure_ascii=False,
    )
