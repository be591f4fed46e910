"""CARD.md of a model that the shop trains, from its manifest: data, licence, figures, limits, in German and English."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspection.detection.manifest import ModelManifest
from inspection.language import Language, number
from inspection.on_disk import write_durably
from inspection.wording import class_word

FILE: Final = "CARD.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What the card says beside names and numbers."""

    language: Language
    finds: str
    large_pictures: str
    in_tiles: str
    trained_on: str
    data: str
    start: str
    made_from: str
    see_there: str
    training: str
    steps: str
    licence: str
    of_class: str
    seen_from: str
    nothing: str
    figures: str
    limits: tuple[str, ...]


_GERMAN: Final = _Words(
    language="de",
    finds="Findet",
    large_pictures="große Bilder",
    in_tiles="in Kacheln von {side} px, die {overlap} px gemeinsam haben, in voller Auflösung",
    trained_on="gelernt von",
    data="Datensatz, SHA-256",
    start="begonnen mit",
    made_from="gemacht aus",
    see_there="dessen Karte mehr von den Daten sagen kann",
    training="Anlernen",
    steps="Schritte",
    licence="Lizenz",
    of_class="Klasse",
    seen_from="sicher gefunden ab (Pixel des Netzes)",
    nothing="in keiner Größe sicher",
    figures="Gemessen am val-Teil durch den Detektor des Prüfplatzes (f32)",
    limits=(
        "Der val-Teil hat auch den besten Stand ausgewählt: Die Zahlen sind etwas zu freundlich.",
        "Gilt für Teile, Licht und Kamera der Bilder, von denen es gelernt hat; anderswo erst an eigenen Bildern "
        "prüfen (`meisterblick evaluate`).",
        "Prüft nur, was man sieht; und nur, wo ein Rezept es beim Namen nennt oder wo es jemand aktiv geschaltet hat "
        "(`meisterblick models promote`).",
    ),
)
_ENGLISH: Final = _Words(
    language="en",
    finds="Finds",
    large_pictures="large pictures",
    in_tiles="in tiles of {side} px that share {overlap} px, at native resolution",
    trained_on="trained on",
    data="data set, SHA-256",
    start="started from",
    made_from="made from",
    see_there="whose card may say more of the data",
    training="training",
    steps="steps",
    licence="licence",
    of_class="class",
    seen_from="surely found from (pixels of the net)",
    nothing="at no size surely",
    figures="Measured on the val split through the station's own detector (f32)",
    limits=(
        "The val split also chose the best step, so the figures are a little kind.",
        "Holds for parts, light and camera of the pictures it was trained on; elsewhere try it on your own first "
        "(`meisterblick evaluate`).",
        "Appearance only; and only where a recipe calls it by its name, or somebody has made it active "
        "(`meisterblick models promote`).",
    ),
)


def card_text(manifest: ModelManifest) -> str:
    """The card, German first."""
    heading = f"# {manifest.name}, Version {manifest.version}"
    return "\n".join([heading, *_told(manifest, _GERMAN), *_told(manifest, _ENGLISH)])


def write_card(folder: Path, manifest: ModelManifest) -> None:
    """Put the card beside the model; one that is there already, perhaps from a person's hand, stays. Raises OSError."""
    if not (folder / FILE).exists():
        write_durably(folder / FILE, card_text(manifest).encode())


def _told(manifest: ModelManifest, words: _Words) -> list[str]:
    language, figures, training = words.language, manifest.figures, manifest.training
    names = ", ".join(class_word(name, language) for name in manifest.classes)
    steps = f"{training['steps']} {words.steps}, seed {training.get('seed')}" if "steps" in training else ""
    rows = [
        (words.trained_on, "; ".join(manifest.trained_on)),
        (words.made_from, f"`{training['derived_from']}`, {words.see_there}" if "derived_from" in training else ""),
        (words.start, str(training.get("start", ""))),
        (words.data, f"{training.get('data', '')}, {training.get('data_sha256', '')}".strip(", ")),
        (words.training, steps),
        (words.large_pictures, _tiles(manifest, words)),
        (words.licence, manifest.licence),
    ]
    lines = ["", f"{words.finds}: {names}. {manifest.longest_side_px} px.", "", "| | |", "|---|---|"]
    lines += [f"| {word} | {text} |" for word, text in rows if text]
    if "map50" in figures:
        shown = (f"{label} {number(figures[key], language, 3)}" for key, label in _OVERALL.items() if key in figures)
        lines += ["", f"{words.figures}: **{', '.join(shown)}**", ""]
        lines += [f"| {words.of_class} | mAP50 | {words.seen_from} |", "|---|---|---|"]
        lines += [_class_row(name, manifest, words) for name in manifest.classes]
    return [*lines, "", *(f"- {limit}" for limit in words.limits), ""]


def _tiles(manifest: ModelManifest, words: _Words) -> str:
    if manifest.tiles is None:
        return ""
    return words.in_tiles.format(side=manifest.longest_side_px, overlap=manifest.tiles.overlap_px)


_OVERALL: Final = {"map50": "mAP50", "map50_95": "mAP50-95"}


def _class_row(name: str, manifest: ModelManifest, words: _Words) -> str:
    ap = manifest.figures.get(f"map50_{name}")
    seen = next((one for one in manifest.smallest_seen if one.class_name == name), None)
    size = "" if seen is None else words.nothing if seen.size_px is None else number(seen.size_px, words.language)
    return f"| {class_word(name, words.language)} | {'' if ap is None else number(ap, words.language, 2)} | {size} |"
