"""The book of labels: which pictures there are of a kind of part, and what stands on each.

HOME/labels/labels.db         classes, pictures, drawings, drafts
HOME/labels/pictures/         the pictures, named by their SHA-256

Nothing that was drawn is ever changed: whoever draws again adds a revision. So the book is the audit log of its own.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256 as sha256_of
from pathlib import Path
from typing import Final, Self

from camera.decoding import decode_picture
from inspection.errors import StorageFailed
from inspection.on_disk import write_durably
from inspection.people.role import Role
from inspection.places import NAME
from training.data.writing import SUFFIXES
from training.errors import DrawingOvertaken, DrawingRefused
from training.labelling.database import LabelDatabase
from training.labelling.drafts import Drafts
from training.labelling.drawing import CLASS_NAME, Drawing, LabelPicture, Shape, State, checked
from training.labelling.why import Why

MOST_CLASSES: Final = 30


class LabelBook:
    """May be asked from any thread and by several programs at once. Every change is on the disk when it returns.

    All methods raise StorageFailed where disk or database fail; `part` is the name of a recipe.
    """

    def __init__(self, root: Path, database: LabelDatabase) -> None:
        """Use `open`."""
        self.root = root
        self.drafts = Drafts(database)
        self._pictures = root / "pictures"
        self._database = database
        self._alone = threading.Lock()

    @classmethod
    def open(cls, home: Path) -> Self:
        """The book of the data folder `home`, made where there is none.

        Raises BookRefused where a newer program wrote it.
        """
        root = home / "labels"
        (root / "pictures").mkdir(parents=True, exist_ok=True)
        return cls(root, LabelDatabase.open(root / "labels.db"))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def classes(self, part: str) -> tuple[str, ...]:
        """What can be drawn on pictures of this part, in the order of the keys."""
        from sqlalchemy import select

        from training.labelling.tables import classes

        with self._database.reading() as connection:
            return tuple(
                connection.scalars(select(classes.c.name).where(classes.c.part == part).order_by(classes.c.place))
            )

    def add_classes(self, part: str, names: Iterable[str]) -> tuple[str, ...]:
        """Names that are new come last, so that no key changes its meaning; returns all.

        Raises DrawingRefused for more than MOST_CLASSES, and for what can be no name.
        """
        from sqlalchemy import insert

        from training.labelling.tables import classes

        _refuse_no_part(part)
        with self._alone:
            there = self.classes(part)
            new = [name for name in dict.fromkeys(names) if name not in there]
            if wrong := [name for name in new if not re.fullmatch(CLASS_NAME, name)]:
                raise DrawingRefused(
                    f"expected small letters, digits, - and _ as in slag-line, got {', '.join(map(repr, wrong))}"
                )
            if len(there) + len(new) > MOST_CLASSES:
                raise DrawingRefused(f"a part has at most {MOST_CLASSES} classes; leave out what nobody decides on")
            if new:
                rows = [{"part": part, "place": place, "name": name} for place, name in enumerate(new, len(there))]
                with self._database.writing() as connection:
                    connection.execute(insert(classes), rows)
            return (*there, *new)

    def add_picture(
        self,
        part: str,
        data: bytes,
        *,
        group: str | None = None,
        record_id: str | None = None,
        why: Why = Why.UPLOADED,
        doubt: float = 0,
    ) -> LabelPicture:
        """Take a picture into the book; one that is there already stays as it is.

        Raises FrameBroken where `data` is not one whole JPEG or PNG, PictureTooLarge above 40 megapixels.
        """
        from sqlalchemy import insert

        from training.labelling.tables import pictures

        _refuse_no_part(part)
        digest = sha256_of(data).hexdigest()
        if (there := self.picture(part, digest)) is not None:
            return there
        pixels, media_type = decode_picture(data)
        height_px, width_px = pixels.shape[:2]
        added = LabelPicture(
            sha256=digest,
            media_type=media_type,
            width_px=width_px,
            height_px=height_px,
            group=group,
            record_id=record_id,
            why=why,
            doubt=doubt,
            added_at=_now(),
        )
        try:
            write_durably(self._file(added), data)  # before the row that names it
        except OSError as error:
            raise StorageFailed(f"the picture {digest} cannot be kept: {error}; make room on the disk") from error
        with self._alone:
            if (there := self.picture(part, digest)) is None:
                with self._database.writing() as connection:
                    row = {"part": part, "sha256": digest, "body": added.model_dump_json()}
                    connection.execute(insert(pictures).values(**row))
        return there or added

    def picture(self, part: str, sha256: str) -> LabelPicture | None:
        """The picture, None where it is not in the book."""
        from sqlalchemy import select

        from training.labelling.tables import pictures

        query = select(pictures.c.body).where(pictures.c.part == part, pictures.c.sha256 == sha256)
        with self._database.reading() as connection:
            body = connection.scalar(query)
        return None if body is None else LabelPicture.model_validate_json(body)

    def pictures(self, part: str) -> tuple[LabelPicture, ...]:
        """All pictures of the part, in the order in which they came."""
        from sqlalchemy import select, text

        from training.labelling.tables import pictures

        query = select(pictures.c.body).where(pictures.c.part == part).order_by(text("rowid"))
        with self._database.reading() as connection:
            return tuple(map(LabelPicture.model_validate_json, connection.scalars(query)))

    def picture_bytes(self, picture: LabelPicture) -> bytes:
        """The file, held against its hash. Raises StorageFailed where it is gone or was changed."""
        path = self._file(picture)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StorageFailed(f"{path} cannot be read: {error}; restore it from the backup") from error
        if sha256_of(data).hexdigest() != picture.sha256:
            raise StorageFailed(f"{path} was changed since it was taken in; restore it from the backup")
        return data

    def picture_path(self, picture: LabelPicture) -> Path:
        """Where the file lies; read-only for everybody."""
        return self._file(picture)

    def drawings(self, part: str) -> dict[str, Drawing]:
        """The newest drawing of each picture of the part that has one, by the picture's sha256."""
        from sqlalchemy import func, select

        from training.labelling.tables import drawings

        newest = select(func.max(drawings.c.number)).where(drawings.c.part == part).group_by(drawings.c.sha256)
        query = select(drawings.c.body).where(drawings.c.number.in_(newest))
        with self._database.reading() as connection:
            read = map(Drawing.model_validate_json, connection.scalars(query))
            return {drawing.sha256: drawing for drawing in read}

    def history(self, part: str, sha256: str) -> tuple[Drawing, ...]:
        """Every drawing of one picture, the oldest first: who (role), when, and how far it came."""
        from sqlalchemy import select

        from training.labelling.tables import drawings

        query = (
            select(drawings.c.body)
            .where(drawings.c.part == part, drawings.c.sha256 == sha256)
            .order_by(drawings.c.revision)
        )
        with self._database.reading() as connection:
            return tuple(map(Drawing.model_validate_json, connection.scalars(query)))

    def draw(
        self,
        part: str,
        sha256: str,
        shapes: Sequence[Shape],
        *,
        based_on: int,
        role: Role,
        state: State = State.DRAWN,
        note: str = "",
    ) -> Drawing:
        """Add a revision after `based_on` (0: nobody drew before); returns it, also where it was handed in before.

        Raises DrawingOvertaken, with what stands there now, where somebody else was faster; DrawingRefused for a
        shape that must not be, a picture that is not in the book, or a state that the role may not give.
        """
        from sqlalchemy import insert

        from training.labelling.tables import drawings

        picture = self.picture(part, sha256)
        if picture is None:
            raise DrawingRefused(f"there is no picture {sha256[:12]} of {part}; open the page anew")
        if state in (State.APPROVED, State.SENT_BACK) and role is not Role.MASTER:
            raise DrawingRefused(f"{state.value} is what the master says; log in as master")
        kept = checked(tuple(shapes), self.classes(part), (picture.width_px, picture.height_px))
        drawing = Drawing(
            sha256=sha256, revision=based_on + 1, state=state, shapes=kept, role=role, at=_now(), note=note.strip()
        )
        with self._alone:
            before = self.history(part, sha256)
            if len(before) != based_on:
                if len(before) == based_on + 1 and _says_the_same(before[-1], drawing):
                    return before[-1]
                raise DrawingOvertaken(
                    f"somebody else has drawn on this picture meanwhile (revision {len(before)}, yours began with "
                    f"{based_on}); look at both and decide",
                    before[-1] if before else None,
                )
            with self._database.writing() as connection:
                row = {"part": part, "sha256": sha256, "revision": drawing.revision, "state": state.value}
                connection.execute(insert(drawings).values(**row, body=drawing.model_dump_json()))
        return drawing

    def _file(self, picture: LabelPicture) -> Path:
        return self._pictures / f"{picture.sha256}{SUFFIXES[picture.media_type]}"


def _says_the_same(one: Drawing, other: Drawing) -> bool:
    """Whether it was handed in twice: all but the time is equal."""
    return one.model_copy(update={"at": other.at}) == other


def _refuse_no_part(part: str) -> None:
    if not NAME.fullmatch(part):
        raise DrawingRefused(f"{part!r} can be no part: small letters, digits and hyphens")


def _now() -> datetime:
    return datetime.now(UTC)
