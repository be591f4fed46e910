"""`meisterblick pin`: set, list and remove the PINs of this station, at its own computer."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from commands.spoken import Lang, spoken_language
from inspection.errors import InspectionError, PinRefused
from inspection.language import Language
from inspection.places import default_home

WRONG_USE = 2
app = typer.Typer(help="PINs of operators, trainees and masters: set, list, remove.", no_args_is_help=True)


class RoleName(StrEnum):
    """The roles as they are typed."""

    OPERATOR = "operator"
    TRAINEE = "trainee"
    MASTER = "master"


AsRole = Annotated[RoleName, typer.Option("--role", help="What this PIN may do.", show_default=False)]
Label = Annotated[
    str | None, typer.Option(help='What it is called at the login, such as "Azubi 2"; no name is needed.')
]


@app.command("set")
def set_pin(role: AsRole, label: Label = None, language: Lang = None) -> None:
    """Set a PIN, typed twice; where there is one with this label (without one: of this role), it is changed."""
    home = default_home()
    try:
        spoken = spoken_language(language, home)
        name = ask_and_set(home, role, label, spoken)
    except (InspectionError, OSError) as error:
        _complain(error, language or "en")
    typer.echo(f"PIN vergeben: {name}" if spoken == "de" else f"PIN set: {name}")


@app.command("list")
def list_pins(language: Lang = None) -> None:
    """Who can log in; PINs themselves are not known to anybody."""
    from inspection.people import load_people, role_word

    home = default_home()
    try:
        spoken = spoken_language(language, home)
        people = load_people(home)
    except InspectionError as error:
        _complain(error, language or "en")
    for entry in people.entries:
        typer.echo(f"{entry.id}  {entry.label}  ({role_word(entry.role, spoken)}, {entry.set_at:%Y-%m-%d})")
    if not people.entries:
        typer.echo("keine PIN vergeben" if spoken == "de" else "no PIN is set")


@app.command("remove")
def remove(
    role: AsRole,
    label: Annotated[str | None, typer.Option(help="Which one, where the role has several.")] = None,
    language: Lang = None,
) -> None:
    """Remove a PIN; whoever is logged in by it is logged out."""
    from inspection.people import Role, load_people, remove_pin

    home = default_home()
    try:
        spoken = spoken_language(language, home)
        found = [one for one in load_people(home).of_role(Role(role)) if label in (None, one.label)]
        if len(found) != 1:
            typer.echo(f"{len(found)}: --label", err=True)
            list_pins(language)
            raise typer.Exit(WRONG_USE)
        remove_pin(home, found[0].id)
    except (InspectionError, OSError) as error:
        _complain(error, language or "en")
    typer.echo(f"PIN entfernt: {found[0].label}" if spoken == "de" else f"PIN removed: {found[0].label}")


def ask_and_set(home: Path, role: RoleName, label: str | None, language: Language) -> str:
    """Ask for a PIN, hidden and twice, and keep it; what it is called. Raises InspectionError, OSError."""
    from inspection.people import Role, add_pin, change_pin, load_people, role_word

    german = language == "de"
    pin = typer.prompt("Neue PIN (4 bis 12 Ziffern)" if german else "New PIN (4 to 12 digits)", hide_input=True)
    again = typer.prompt("Noch einmal" if german else "Once more", hide_input=True)
    if pin != again:
        from inspection.people.problem import PinProblem, refused

        raise refused(PinProblem.NOT_THE_SAME_TWICE)
    wanted = label or role_word(Role(role), language)
    there = [one for one in load_people(home).of_role(Role(role)) if label is None or one.label == label]
    if len(there) == 1:
        return change_pin(home, there[0].id, pin).label
    return add_pin(home, Role(role), wanted, pin).label


def master_pin_or_end(home: Path, language: Language) -> None:
    """Before the station is opened to the network: a master's PIN is there, or is set now, or the program ends."""
    from inspection.people import load_people

    try:
        while not load_people(home).has_master:
            if not sys.stdin.isatty():
                typer.echo(_first_a_pin(language), err=True)
                raise typer.Exit(WRONG_USE)
            typer.echo(_why_a_pin(language))
            try:
                ask_and_set(home, RoleName.MASTER, None, language)
            except PinRefused as error:
                typer.echo(_said(error, language), err=True)
    except (InspectionError, OSError) as error:
        _complain(error, language)


def _first_a_pin(language: Language) -> str:
    if language == "de":
        why = "Ohne Meister-PIN öffnet sich die Station nicht für das Netzwerk. Erst eingeben:"
    else:
        why = "Without a master's PIN the station does not open to the network. First type:"
    return f"{why} meisterblick pin set --role master"


def _why_a_pin(language: Language) -> str:
    if language == "de":
        return "Die Station wird für das Netzwerk geöffnet. Dafür braucht der Meister eine PIN."
    return "The station is being opened to the network. For that the master needs a PIN."


def _complain(error: Exception, language: str) -> NoReturn:
    typer.echo(f"meisterblick: {_said(error, 'de' if language == 'de' else 'en')}", err=True)
    raise typer.Exit(WRONG_USE)


def _said(error: Exception, language: Language) -> str:
    from inspection.people import problem_sentence

    return problem_sentence(error.problem, language) if isinstance(error, PinRefused) else str(error)
