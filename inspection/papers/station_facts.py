"""What the papers say of this station, read from its folder, also beside a running station. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from inspection.errors import ModelRefused, RecipeInvalid
from inspection.language import Language
from inspection.model_book.listing import ModelEntry, active_folders, all_entries
from inspection.model_book.telling import card_of
from inspection.people import Role, load_people
from inspection.places import find_recipe, recipe_names
from inspection.records.failures import storage_errors
from inspection.records.layout import Layout
from inspection.station.settings import StationSettings, load_settings
from inspection.upkeep.retention import Retention, load_retention

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInspected:
    """A kind of part, and what judges it. `titles` is what people call it; `norm` None where it has only own limits."""

    name: str
    version: int
    titles: Mapping[Language, str]
    model: str
    norm: str | None

    def title(self, language: Language) -> str:
        """What people call it; its name where the recipe has no title in that language."""
        return self.titles.get(language, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is recorded: entries a kind, pictures that the store holds, bytes of the database.

    `since` is the first entry's time; `head` the newest entry's number and hash.
    """

    entries: Mapping[str, int]
    pictures: int = 0
    database_bytes: int = 0
    since: datetime | None = None
    head: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFacts:
    """Everything that the papers say of a station. `cards` is what stands in the cards of models that judge."""

    home: Path
    made_on: date
    software_version: str
    settings: StationSettings
    parts: tuple[PartInspected, ...]
    models: tuple[ModelEntry, ...]
    cards: Mapping[str, str | None]
    pins: Mapping[Role, int]
    kept: Kept
    retention: Retention


def read_station(home: Path, made_on: date) -> StationFacts:
    """The facts of the station in `home`, as they are now.

    A recipe that cannot be read is left out: the station says so itself. Raises RecipeInvalid for damaged settings
    or times to keep, ModelRefused for a damaged pointer to the active models, PeopleUnreadable, StorageError.
    """
    people = load_people(home)
    models = tuple(all_entries(home))
    return StationFacts(
        home=home,
        made_on=made_on,
        software_version=_software_version(),
        settings=load_settings(home),
        parts=tuple(_parts(home)),
        models=models,
        cards={folder.name: card_of(folder) for folder in active_folders(home).values()},
        pins={role: len(people.of_role(role)) for role in Role},
        kept=_kept(Layout(home)),
        retention=load_retention(home),
    )


def _software_version() -> str:
    try:
        return version("meisterblick")
    except PackageNotFoundError:
        return "?"


def _parts(home: Path) -> list[PartInspected]:
    found = []
    for name in recipe_names(home):
        try:
            recipe = find_recipe(name, home)
        except (RecipeInvalid, ModelRefused):
            continue
        norm = f"ISO 5817:{recipe.norm.edition}, {recipe.norm.level}" if recipe.norm else None
        found.append(
            PartInspected(name=recipe.name, version=recipe.version, titles=recipe.titles, model=recipe.model, norm=norm)
        )
    return found


def _kept(layout: Layout) -> Kept:
    if not layout.database.exists():
        return Kept(entries={})
    from inspection.records.connections import reading_engine

    engine = reading_engine(layout.database, busy_timeout_s=5.0)
    try:
        with storage_errors(f"read {layout.database}"), engine.connect() as connection:
            return _counted(connection, layout.database.stat().st_size)
    finally:
        engine.dispose()


def _counted(connection: "Connection", database_bytes: int) -> Kept:
    """By the indexes alone: no body is read."""
    from sqlalchemy import func, select

    from inspection.records.ledger import head_of
    from inspection.records.tables import entries, picture_refs

    by_kind = select(entries.c.kind, func.count()).group_by(entries.c.kind)
    first = connection.execute(select(entries.c.recorded_at).order_by(entries.c.sequence).limit(1)).scalar()
    own = select(func.count(func.distinct(picture_refs.c.sha256))).where(picture_refs.c.path.is_(None))
    head = head_of(connection)
    return Kept(
        entries={row[0]: row[1] for row in connection.execute(by_kind)},
        pictures=connection.execute(own).scalar_one(),
        database_bytes=database_bytes,
        since=datetime.fromisoformat(first) if first else None,
        head=(head.sequence, head.sha256) if head.sequence else None,
    )
