"""`meisterblick models compare`: what would speak for another model, and what against it; nothing is changed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from camera.errors import CameraError
from commands.from_files import recipe_of_slot, setup_for_files
from commands.models_shared import REFUSED, As, Format, complain, slot_for
from commands.spoken import Lang, spoken_language
from inspection.errors import InspectionError, ModelRefused
from inspection.places import default_home, model_folder
from inspection.precedence import inspecting
from inspection.station.settings import load_settings
from training.errors import PromotionRefused, TrainingError

LOOK_EVERY_S = 0.005


def compare(
    candidate: Annotated[str, typer.Argument(help="Name of the model that might judge.")],
    slot: Annotated[
        str | None,
        typer.Option("--for", help="What the recipe calls its model (default: by the candidate's name)."),
    ] = None,
    golden: Annotated[
        Path | None,
        typer.Option(help="data.yaml whose golden pictures decide (default: all frozen ones).", show_default=False),
    ] = None,
    aside: Annotated[
        bool, typer.Option("--aside", help="Give way to a station at work, and say on stderr how far it is.")
    ] = False,
    format: As = Format.TEXT,
    language: Lang = None,
) -> None:
    """Candidate and active model on the golden pictures, picture by picture. Kept for the page on which one decides.

    Exit status 0 when nothing stands against the candidate, 1 when something does or it is refused, 2 for wrong use.
    """
    from inspection.model_book.verifying import refuse_unsound
    from training.promoting.asking import Asked, ask_golden
    from training.promoting.comparing import FALSE_REJECT_MARGIN
    from training.promoting.keeping import Question, keep

    home = default_home()
    try:
        spoken = spoken_language(language, home)
        settings = load_settings(home)
        folder = model_folder(candidate, home)
        asked = Asked(
            slot=slot_for(candidate, slot, home),
            candidate=folder,
            golden=golden,
            margin=FALSE_REJECT_MARGIN,
            home=home,
            engine=settings.engine,
            precision=settings.precision,
            threads=1 if aside else None,
        )
        on_picture = _stand_aside(home) if aside else None
        refuse_unsound(folder)
        recipe = recipe_of_slot(asked.slot, home)
        question = Question.of(asked.slot, folder, recipe, settings, home)
        answer = ask_golden(asked, setup_for_files(recipe, home) if recipe else None, on_picture)
        if golden is None:
            keep(home, question, answer)
    except (ModelRefused, PromotionRefused) as error:
        complain(error, REFUSED)
    except (InspectionError, TrainingError, CameraError, OSError, ValueError) as error:
        complain(error)
    typer.echo(answer.model_dump_json(indent=2) if format is Format.JSON else answer.in_words(spoken))
    if not answer.holds:
        raise typer.Exit(REFUSED)


def _stand_aside(home: Path) -> Callable[[int, int], None]:
    """Others first from now on; what is returned tells how far it is, and waits while a part is inspected."""
    from training.environment import give_way

    give_way()

    def told(done: int, of: int) -> None:
        typer.echo(f"{done}/{of}", err=True)
        while inspecting(home):
            time.sleep(LOOK_EVERY_S)

    return told
