"""What the room of drawing asks for and sends. PART is a recipe's name, SHA a picture's hash; an error is
`{"error": "..."}`.

- `GET /api/labels/PART/queue?pile=next` (or `drawn`, `approved`, `sent-back`, `set-aside`): `Queue`
- `POST /api/labels/PART/classes`, the master's: `NewClass` to `Classes`
- `GET /api/labels/PART/pictures/SHA?desk=ID`: `ShownPicture`; below it
  - `GET file`: as it was taken; `GET small?width=1600`: a JPEG at most so wide (or 240)
  - `POST presence`: `Looking` to `Others`; `POST draft`: `KeptDraft`; `GET history`: `History`
  - `POST drawing`: `HandedIn` to the `Drawing`; 409 with what stands there `now` where somebody else was faster
  - `GET suggestions`: `Suggestions`; `POST outline`: `Within` to `Outlined`

All answer 404 for a picture that is not in the book, 413 for a body above 8 MB, 422 for what must not be kept and 503
where the disk fails.
"""

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter
from starlette.responses import Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import DetectorError
from inspection.people.role import Role
from screens.api import error_answer
from screens.labelling import wire
from screens.labelling.asking import Asked, label_route
from screens.labelling.pictures import WIDTHS
from screens.labelling.queue import Pile, found_on, queue_of

if TYPE_CHECKING:
    from screens.host import StationHost

_KEPT_BY_BROWSER: Final = {"Cache-Control": "private, max-age=31536000, immutable"}
_DESK: Final[TypeAdapter[str]] = TypeAdapter(wire.DeskId)
_PILE: Final = TypeAdapter(Pile)


def label_routes(host: "StationHost") -> list[Route]:
    """All of them; see the module."""
    picture = "/pictures/{sha256}"
    return [
        label_route(host, "GET", "/queue", _queue),
        label_route(host, "POST", "/classes", _add_class),
        label_route(host, "GET", picture, _shown),
        label_route(host, "GET", f"{picture}/file", _file),
        label_route(host, "GET", f"{picture}/small", _small),
        label_route(host, "GET", f"{picture}/history", _history),
        label_route(host, "GET", f"{picture}/suggestions", _suggestions),
        label_route(host, "POST", f"{picture}/presence", _presence),
        label_route(host, "POST", f"{picture}/draft", _draft),
        label_route(host, "POST", f"{picture}/drawing", _drawing),
        label_route(host, "POST", f"{picture}/outline", _outline),
    ]


def _queue(asked: Asked) -> Closed:
    return queue_of(asked.desk, asked.station, asked.part, _PILE.validate_python(asked.query.get("pile", "next")))


def _add_class(asked: Asked) -> Closed | Response:
    new = wire.NewClass.model_validate_json(asked.body)
    if asked.role is not Role.MASTER:
        return error_answer(403, "what is told apart is for the master to say: log in as master")
    return wire.Classes(classes=asked.desk.book.add_classes(asked.part, [new.name]))


def _shown(asked: Asked) -> Closed:
    desk_id = _DESK.validate_python(asked.query.get("desk", ""))
    picture, book = asked.picture(), asked.desk.book
    drawings = book.history(asked.part, asked.sha256)
    return wire.ShownPicture(
        sha256=picture.sha256,
        width_px=picture.width_px,
        height_px=picture.height_px,
        why=picture.why,
        drawing=drawings[-1] if drawings else None,
        draft=book.drafts.find(asked.part, asked.sha256, desk_id),
        open_elsewhere=asked.desk.who_draws.looks(asked.part, asked.sha256, desk_id),
    )


def _file(asked: Asked) -> Response:
    picture = asked.picture()
    return Response(asked.desk.book.picture_bytes(picture), media_type=picture.media_type, headers=_KEPT_BY_BROWSER)


def _small(asked: Asked) -> Response:
    width = next((one for one in WIDTHS if str(one) == asked.query.get("width")), WIDTHS[-1])
    small = asked.desk.pictures.small(asked.desk.book, asked.picture(), width)
    return Response(small, media_type="image/jpeg", headers=_KEPT_BY_BROWSER)


def _history(asked: Asked) -> Closed:
    picture = asked.picture()
    return wire.History(
        drawings=asked.desk.book.history(asked.part, asked.sha256), found=found_on(picture, asked.station)
    )


def _suggestions(asked: Asked) -> Closed:
    picture, station = asked.picture(), asked.station
    if station is None or station.recipe.name != asked.part:
        return wire.Suggestions(trouble="another kind of part is inspected now: nobody knows this one")
    known = asked.desk.book.classes(asked.part)
    try:
        shapes = asked.desk.suggester.suggest(station, asked.desk.pictures.pixels(asked.desk.book, picture))
    except DetectorError as error:
        return wire.Suggestions(trouble=str(error))
    return wire.Suggestions(shapes=tuple(shape for shape in shapes if shape.class_name in known))


def _presence(asked: Asked) -> Closed:
    said, picture = wire.Looking.model_validate_json(asked.body), asked.picture()
    if said.leaves:
        asked.desk.who_draws.leaves(said.desk)
        return wire.Others(open_elsewhere=False, revision=0)
    return wire.Others(
        open_elsewhere=asked.desk.who_draws.looks(asked.part, picture.sha256, said.desk),
        revision=len(asked.desk.book.history(asked.part, picture.sha256)),
    )


def _draft(asked: Asked) -> Closed:
    said, picture = wire.KeptDraft.model_validate_json(asked.body), asked.picture()
    if said.draft is None:
        asked.desk.book.drafts.forget(asked.part, picture.sha256, said.desk)
    else:
        asked.desk.book.drafts.keep(asked.part, picture.sha256, said.desk, said.draft)
    return said


def _drawing(asked: Asked) -> Closed:
    said = wire.HandedIn.model_validate_json(asked.body)
    drawing = asked.desk.book.draw(
        asked.part,
        asked.picture().sha256,
        said.shapes,
        based_on=said.based_on,
        role=asked.role,
        state=said.state,
        note=said.note,
    )
    asked.desk.book.drafts.forget(asked.part, asked.sha256, said.desk)
    return drawing


def _outline(asked: Asked) -> Closed:
    from training.labelling.outlining import outline_in_box

    within = wire.Within.model_validate_json(asked.body)
    pixels = asked.desk.pictures.pixels(asked.desk.book, asked.picture())
    return wire.Outlined(polygon=outline_in_box(pixels, within.xyxy))
