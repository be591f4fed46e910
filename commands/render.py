"""`meisterblick render`: pictures of parts that never were, with labels, millimetres and the verdict they deserve."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from camera.rendering import CLASS_NAMES, Defect, PartKind, RenderedPart, render_part
from inspection.closed import Closed
from inspection.decide import decide
from inspection.finding import Characteristic, Detection, Finding, Measurement, Unit
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import MillimetreScale, Recipe, load_recipe
from inspection.verdict import Reason, Verdict

WRONG_USE = 2
JPEG_QUALITY = 92
_NAME_OF: dict[str, PartKind] = {"weld": "weld-bead", "board": "board", "metal": "machined-metal"}
_SIZE_WH: dict[PartKind, tuple[int, int]] = {"weld-bead": (640, 480), "board": (640, 240), "machined-metal": (640, 480)}


class Part(StrEnum):
    """What is rendered."""

    WELD = "weld"
    BOARD = "board"
    METAL = "metal"


class Split(StrEnum):
    """Which split of a data set the pictures are for."""

    TRAIN = "train"
    VAL = "val"


class DefectTruth(Closed):
    """One defect that was put into the part. `polygon` are pixels (x, y) on the outline of its largest piece."""

    class_name: str
    xyxy: tuple[int, int, int, int]
    polygon: tuple[tuple[int, int], ...]
    diameter_mm: float
    length_mm: float
    area_mm2: float


class PictureTruth(Closed):
    """One picture: its file (relative to the folder), its place in the series, its defects and the verdict due.

    `verdict` is what the shipped recipe says of the true measurements: what a faultless station would answer.
    """

    image: str
    index: int
    width_px: int
    height_px: int
    mm_per_px: float
    defects: tuple[DefectTruth, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...]


class SetTruth(Closed):
    """The file `truth.json`: what is true of every picture of a rendered set."""

    format: Literal["meisterblick-rendered-1"] = "meisterblick-rendered-1"
    part: PartKind
    seed: int
    recipe: str
    recipe_version: int
    pictures: tuple[PictureTruth, ...]


def render(
    part: Annotated[Part, typer.Argument(help="What to render: weld beads, boards or machined metal.")],
    out: Annotated[Path, typer.Option(help="Folder to write to; it must not exist yet, or be empty.")],
    count: Annotated[int, typer.Option(help="How many pictures.", min=1, max=100_000)] = 50,
    seed: Annotated[int, typer.Option(help="The same seed gives the same pictures.")] = 1,
    split: Annotated[Split, typer.Option(help="Split that the pictures are for; give each its own seed.")] = Split.VAL,
    width: Annotated[
        int | None, typer.Option(help="Pixels across (default 640).", min=64, max=4096, show_default=False)
    ] = None,
    height: Annotated[
        int | None,
        typer.Option(
            help="Pixels down (default: weld and metal 480, board 240).", min=64, max=4096, show_default=False
        ),
    ] = None,
) -> None:
    """Render parts with labels (YOLO), outlines, sizes in millimetres and the verdict due.

    Writes images/SPLIT/*.jpg, labels/SPLIT/*.txt, data.yaml (naming that split only) and truth.json. Exit status 2
    where the folder holds something already.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        typer.echo(f"meisterblick: {out} exists and is not empty; name a new folder, or empty it", err=True)
        raise typer.Exit(WRONG_USE)
    kind = _NAME_OF[part]
    size_wh = (width or _SIZE_WH[kind][0], height or _SIZE_WH[kind][1])
    recipe = load_recipe(SHIPPED_RECIPES / f"{kind}.yaml")
    images, labels = out / "images" / split, out / "labels" / split
    try:
        images.mkdir(parents=True)
        labels.mkdir(parents=True)
        pictures = []
        for index in range(count):
            rendered = render_part(kind, seed=seed, index=index, width_px=size_wh[0], height_px=size_wh[1])
            stem = f"{part}_{seed}_{index:04d}"
            (images / f"{stem}.jpg").write_bytes(jpeg_of(rendered))
            (labels / f"{stem}.txt").write_text(yolo_lines(rendered), encoding="utf-8", newline="\n")
            pictures.append(truth_of(rendered, recipe, f"images/{split}/{stem}.jpg"))
        truth = SetTruth(
            part=kind, seed=seed, recipe=recipe.name, recipe_version=recipe.version, pictures=tuple(pictures)
        )
        _write(out / "truth.json", _one_line_a_picture(truth))
        _write(out / "data.yaml", _data_yaml(kind, split))
    except OSError as error:
        typer.echo(f"meisterblick: {out} cannot be written to: {error.strerror or error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    typer.echo(f"{count} pictures in {out}")


def jpeg_of(part: RenderedPart) -> bytes:
    """The picture as a JPEG of quality 92, colour at half resolution; the same pixels give the same bytes."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(part.pixels).save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()


def yolo_lines(part: RenderedPart) -> str:
    """The label file: a line a defect with class number, centre and size of the box as shares of the picture."""
    height_px, width_px = part.pixels.shape[:2]
    lines = []
    for defect in part.defects:
        x1, y1, x2, y2 = defect.xyxy
        box = ((x1 + x2) / 2 / width_px, (y1 + y2) / 2 / height_px, (x2 - x1) / width_px, (y2 - y1) / height_px)
        number = CLASS_NAMES[part.part].index(defect.class_name)
        lines.append(f"{number} " + " ".join(f"{share:.6f}" for share in box) + "\n")
    return "".join(lines)


def truth_of(part: RenderedPart, recipe: Recipe, image: str) -> PictureTruth:
    """What is true of a rendered picture, with the verdict that `recipe` gives the true measurements."""
    verdict, reasons = decide([true_finding(defect, part.mm_per_px, recipe) for defect in part.defects], recipe)
    return PictureTruth(
        image=image,
        index=part.index,
        width_px=part.pixels.shape[1],
        height_px=part.pixels.shape[0],
        mm_per_px=round(part.mm_per_px, 6),
        defects=tuple(
            DefectTruth(
                class_name=defect.class_name,
                xyxy=defect.xyxy,
                polygon=defect.polygon(),
                diameter_mm=round(defect.diameter_mm, 3),
                length_mm=round(defect.length_mm, 3),
                area_mm2=round(defect.area_mm2, 4),
            )
            for defect in part.defects
        ),
        verdict=verdict,
        reasons=reasons,
    )


def true_finding(defect: Defect, mm_per_px: float, recipe: Recipe) -> Finding:
    """The defect as a finding without any error, in the unit of the recipe's scale."""
    in_mm = isinstance(recipe.scale, MillimetreScale)
    factor = 1.0 if in_mm else 1 / mm_per_px
    length, area = (Unit.MM, Unit.MM2) if in_mm else (Unit.PX, Unit.PX2)
    values = (
        (Characteristic.DIAMETER, defect.diameter_mm * factor, length),
        (Characteristic.LENGTH, defect.length_mm * factor, length),
        (Characteristic.AREA, defect.area_mm2 * factor**2, area),
    )
    return Finding(
        detection=Detection(class_name=defect.class_name, score=1, xyxy=defect.xyxy),
        measurements=tuple(
            Measurement(characteristic=name, value=round(value, 3), uncertainty=0, unit=unit)
            for name, value, unit in values
        ),
    )


def _one_line_a_picture(truth: SetTruth) -> str:
    """JSON that a person can look through and a version control system can compare."""
    whole = truth.model_dump(mode="json", exclude_none=True)
    pictures = ",\n".join(json.dumps(picture, ensure_ascii=False) for picture in whole.pop("pictures"))
    return json.dumps(whole, ensure_ascii=False)[:-1] + ', "pictures": [\n' + pictures + "\n]}\n"


def _data_yaml(kind: PartKind, split: Split) -> str:
    names = ", ".join(f"'{name}'" for name in CLASS_NAMES[kind])
    return (
        "# paths are relative to this file; there is no path: line because ultralytics would resolve it against the\n"
        "# working directory; a split without pictures has no line\n"
        f"{split}: images/{split}\n"
        f"nc: {len(CLASS_NAMES[kind])}\n"
        f"names: [{names}]\n"
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="\n")
