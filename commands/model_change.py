"""`meisterblick models promote` and `rollback`: another model judges, from the next part on."""

from pathlib import Path
from typing import Annotated

import typer

from camera.errors import CameraError
from commands.from_files import recipe_of_slot, setup_for_files
from commands.models_shared import REFUSED, As, Format, complain, slot_for
from commands.noting import note_change
from commands.spoken import Lang, spoken_language
from inspection.errors import InspectionError, ModelRefused
from inspection.language import Language
from inspection.override import Role
from inspection.places import default_home, model_folder
from inspection.record import Event
from inspection.station.settings import load_settings
from training.errors import PromotionRefused, TrainingError
from training.promoting.report import SHORTEST_REASON


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
        spoken = spoken_language(language, home)
        settings = load_settings(home)
        folder = model_folder(candidate, home)
        asked = Asked(
            slot=slot_for(candidate, slot, home),
            candidate=folder,
            golden=golden,
            margin=margin,
            home=home,
            engine=settings.engine,
            precision=settings.precision,
        )
        refuse_unsound(folder)
        recipe = recipe_of_slot(asked.slot, home)
        answer = ask_golden(asked, setup_for_files(recipe, home) if recipe else None)
    except (ModelRefused, PromotionRefused) as error:
        complain(error, REFUSED)
    except (InspectionError, TrainingError, CameraError, OSError) as error:
        complain(error)
    may_overrule = role is Role.MASTER and reason is not None and len(reason) >= SHORTEST_REASON
    stays = not answer.holds and not may_overrule
    typer.echo(answer.model_dump_json(indent=2) if format is Format.JSON else answer.in_words(spoken))
    if stays:
        typer.echo(_how_to_overrule(spoken), err=True)
        raise typer.Exit(REFUSED)
    try:
        change = make_active(
            asked.slot,
            folder,
            home,
            refuse_unsound,
            role=role,
            reason=reason,
            overruled=answer.against("en"),
            compared=answer.compared,
        )
    except (InspectionError, ValueError) as error:
        complain(error, REFUSED)
    overruled = " (overruled by the master)" if not answer.holds else ""
    _note(home, asked.slot, "model-promoted", f"{change}{overruled}, {role or '-'}: {reason or '-'}", spoken)
    said = f"{candidate} prüft ab jetzt für {asked.slot}" if spoken == "de" else f"{candidate} now judges {asked.slot}"
    typer.echo(said, err=format is Format.JSON)


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
        spoken = spoken_language(language, home)
        change = roll_back(home, refuse_unsound, slot, role=role, reason=reason)
    except (InspectionError, ValueError) as error:
        complain(error, REFUSED)
    _note(home, change.slot, "model-rolled-back", f"{change}, {role or '-'}: {reason or '-'}", spoken)
    now = change.now.now.model if change.now else change.slot
    typer.echo(f"{now} prüft wieder für {change.slot}" if spoken == "de" else f"{now} judges {change.slot} again")


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
