"""`meisterblick models`: which there are, whether they are sound, which one judges, and what may take its place."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from camera.errors import CameraError
from commands.from_files import recipe_of_slot, setup_for_files
from commands.noting import note_change
from commands.training_part import check_training_part
from inspection.errors import InspectionError, ModelRefused
from inspection.language import Language
from inspection.override import Role
from inspection.places import SHIPPED_MODELS, default_home, model_folder
from inspection.record import Event
from inspection.station.settings import load_settings
from training.errors import TrainingError

app = typer.Typer(help="Models: list, show, verify, promote, rollback, export.", no_args_is_help=True)

REFUSED, WRONG_USE = 1, 2
SHORTEST_REASON = 10
"""Letters of a reason by which a master overrules the comparison."""


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


class Split(StrEnum):
    """Which pictures of the data set."""

    VAL = "val"
    TEST = "test"


Lang = Annotated[str | None, typer.Option("--lang", help="de or en (default: the station's).", show_default=False)]
As = Annotated[Format, typer.Option("--format", help="json prints one object.")]


@app.command("list")
def list_models(format: As = Format.TEXT, language: Lang = None) -> None:
    """Every model: where it judges, version, classes, licence, figures, precisions, and whether it has a card."""
    from inspection.model_book.listing import all_entries
    from inspection.model_book.telling import as_table

    home = default_home()
    try:
        entries = all_entries(home)
        spoken = _language(language, home)
    except InspectionError as error:
        _complain(error)
    if format is Format.JSON:
        typer.echo(json.dumps([entry.model_dump(mode="json") for entry in entries], indent=2))
    else:
        typer.echo(as_table(entries, spoken))


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Name of a model.")], format: As = Format.TEXT, language: Lang = None
) -> None:
    """A model's card and what its manifest says, in words."""
    from inspection.model_book.listing import entry_of
    from inspection.model_book.telling import as_text, card_of

    home = default_home()
    try:
        entry = entry_of(_folder(name, home), home)
        spoken = _language(language, home)
    except InspectionError as error:
        _complain(error)
    if format is Format.JSON:
        typer.echo(entry.model_dump_json(indent=2))
        return
    typer.echo(as_text(entry, spoken))
    if card := card_of(entry.path):
        typer.echo(f"\n{card}")


@app.command("verify")
def verify(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE_OR_NAME...", help="Models by name, folders or files; all where none is named."),
    ] = None,
    language: Lang = None,
) -> None:
    """Hold models against their manifests: hashes, classes, external data, self-test. No pickle is ever read.

    Exit status 1 when something is wrong; it is named.
    """
    from inspection.model_book.active import active_models
    from inspection.model_book.verifying import verify as verify_one
    from inspection.model_book.verifying import verify_all

    home = default_home()
    german = _language(language, home) == "de"
    wrong = 0
    for found in (verify_one(one, home) for one in what) if what else verify_all(home):
        wrong += bool(found.problems)
        for problem in found.problems:
            typer.echo(f"!!  {found.name}: {problem}")
        if not found.problems:
            typer.echo(f"ok  {found.name}: {'; '.join(found.passed)}")
    if not what:
        try:
            active_models(home)
        except ModelRefused as error:
            wrong += 1
            typer.echo(f"!!  active: {error}")
    if wrong:
        typer.echo(f"{wrong} × nicht in Ordnung" if german else f"{wrong} not in order", err=True)
        raise typer.Exit(REFUSED)


@app.command("promote")
def promote(
    candidate: Annotated[str, typer.Argument(help="Name of the model that is to judge.")],
    slot: Annotated[
        str | None,
        typer.Option("--for", help="What the recipe calls its model (default: by the candidate's name)."),
    ] = None,
    golden: Annotated[
        Path | None,
        typer.Option(help="data.yaml whose golden pictures decide (default: all frozen ones).", show_default=False),
    ] = None,
    margin: Annotated[
        float, typer.Option(help="Share of the good parts that it may fail more than the active one.", min=0, max=1)
    ] = 0.02,
    role: Annotated[Role | None, typer.Option(help="Who says so; a master may overrule the comparison.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; needed to overrule.", show_default=False)] = None,
    format: As = Format.TEXT,
    language: Lang = None,
) -> None:
    """Let a model judge from now on, once it has proven on golden pictures to miss nothing that the active one finds.

    Exit status 0 when it is active, 1 when it was refused and the active one stays, 2 for wrong use.
    """
    from inspection.model_book.changing import make_active
    from inspection.model_book.verifying import refuse_unsound
    from training.promoting.asking import Asked, ask_golden

    home = default_home()
    try:
        spoken = _language(language, home)
        folder = model_folder(candidate, home)
        asked = Asked(slot=slot or _slot_of(candidate, home), candidate=folder, golden=golden, margin=margin, home=home)
        refuse_unsound(folder)
        recipe = recipe_of_slot(asked.slot, home)
        answer = ask_golden(asked, setup_for_files(recipe, home) if recipe else None)
    except ModelRefused as error:
        _complain(error, REFUSED)
    except (InspectionError, TrainingError, CameraError, OSError) as error:
        _complain(error)
    may_overrule = role is Role.MASTER and reason is not None and len(reason) >= SHORTEST_REASON
    stays = not answer.holds and not may_overrule
    typer.echo(answer.model_dump_json(indent=2) if format is Format.JSON else answer.in_words(spoken))
    if stays:
        typer.echo(_how_to_overrule(spoken), err=True)
        raise typer.Exit(REFUSED)
    try:
        change = make_active(
            asked.slot, folder, home, refuse_unsound, role=role, reason=reason, overruled=answer.against("en")
        )
    except (InspectionError, ValueError) as error:
        _complain(error, REFUSED)
    overruled = " (overruled by the master)" if not answer.holds else ""
    _note(home, asked.slot, "model-promoted", f"{change}{overruled}, {role or '-'}: {reason or '-'}", spoken)
    said = f"{candidate} prüft ab jetzt für {asked.slot}" if spoken == "de" else f"{candidate} now judges {asked.slot}"
    typer.echo(said, err=format is Format.JSON)


@app.command("rollback")
def rollback(
    slot: Annotated[
        str | None, typer.Argument(help="What the recipe calls its model (default: the only one).", show_default=False)
    ] = None,
    role: Annotated[Role | None, typer.Option(help="Who says so.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.", show_default=False)] = None,
    language: Lang = None,
) -> None:
    """Back to the model that was active before; it is verified first. Also mends a damaged pointer."""
    from inspection.model_book.changing import roll_back
    from inspection.model_book.verifying import refuse_unsound

    home = default_home()
    try:
        spoken = _language(language, home)
        change = roll_back(home, refuse_unsound, slot, role=role, reason=reason)
    except (InspectionError, ValueError) as error:
        _complain(error, REFUSED)
    _note(home, change.slot, "model-rolled-back", f"{change}, {role or '-'}: {reason or '-'}", spoken)
    typer.echo(str(change))


@app.command("export")
def export(
    name: Annotated[str, typer.Argument(help="Name of a model.")],
    data: Annotated[Path, typer.Option(help="data.yaml with a train split, and one to check on.")],
    split: Annotated[Split, typer.Option(help="Which pictures mAP is measured on.")] = Split.VAL,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the new model (default: NAME-fast among one's own).", show_default=False),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="Folder of the trained weights (default: beside the model).", show_default=False),
    ] = None,
    threads: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = 1,
    format: As = Format.TEXT,
    language: Lang = None,
) -> None:
    """Make INT8, hold every precision against f32 on real pictures, and write what holds as a model of its own.

    The model itself stays as it is. Exit status 0 when a reduced precision holds, 1 when none does, 2 for wrong use.
    """
    home = default_home()
    try:
        check_training_part()
        spoken = _language(language, home)
        from training.precisions import export_checked
        from training.precisions.exporting import holds
        from training.precisions.telling import as_text

        target = out or home / "models" / f"{name}-fast"
        recipe = recipe_of_slot(name, home)
        report = export_checked(
            model_folder(name, home),
            data,
            target,
            home,
            split=split.value,
            setup=setup_for_files(recipe, home) if recipe else None,
            weights=weights,
            threads=threads,
            watch=lambda what: typer.echo(f"{what} …", err=True),
        )
    except (InspectionError, TrainingError, CameraError, OSError) as error:
        _complain(error)
    typer.echo(report.model_dump_json(indent=2) if format is Format.JSON else as_text(report, spoken))
    if not any(row.is_reduced and holds(row, report) for row in report.rows):
        raise typer.Exit(REFUSED)
    typer.echo(f"{target}; meisterblick models promote {target.name} --for {name}", err=True)


def _folder(name: str, home: Path) -> Path:
    """A model's folder, also of weights alone. Raises ModelRefused."""
    from inspection.model_book.listing import is_model

    weights_only = (root / name for root in (home / "models", SHIPPED_MODELS) if "/" not in name)
    return next((folder for folder in weights_only if is_model(folder)), None) or model_folder(name, home)


def _slot_of(candidate: str, home: Path) -> str:
    """The slot that a candidate's name begins with: board for board-2. Raises ModelRefused."""
    from inspection.model_book.listing import all_slots

    slots = all_slots(home)
    fitting = [slot for slot in slots if candidate == slot or candidate.startswith(f"{slot}-")]
    if not fitting:
        raise ModelRefused(f"name what {candidate!r} is for: --for SLOT; there are: {', '.join(sorted(slots))}")
    return max(fitting, key=len)


def _note(home: Path, slot: str, code: str, detail: str, language: Language) -> None:
    """Into the records; what could not be noted is said, and the change stays."""
    missed = note_change(home, slot, Event(code=code, detail=detail))
    if missed is not None:
        stays = "Der Wechsel gilt trotzdem" if language == "de" else "The change holds all the same"
        typer.echo(f"meisterblick: {stays}: {missed}", err=True)


def _how_to_overrule(language: Language) -> str:
    if language == "de":
        return (
            "Abgelehnt: das bisherige Modell bleibt. Der Meister kann anders entscheiden: "
            f'--role master --reason "..." (mindestens {SHORTEST_REASON} Zeichen)'
        )
    return (
        "refused: the active model stays. The master may decide otherwise: "
        f'--role master --reason "..." (at least {SHORTEST_REASON} characters)'
    )


def _language(given: str | None, home: Path) -> Language:
    spoken = load_settings(home).language if given is None else given
    return "en" if spoken == "en" else "de"


def _complain(error: Exception, status: int = WRONG_USE) -> NoReturn:
    typer.echo(f"meisterblick: {error}", err=True)
    raise typer.Exit(status) from None
