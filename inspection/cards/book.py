"""Where cards lie: the workshop's own in HOME/cards/PART/CLASS.yaml, the shipped ones beside this file."""

import re
from hashlib import sha256
from pathlib import Path

from inspection.cards.card import Card, CardFile
from inspection.language import Language
from inspection.recipe_book.versioned_file import VersionedFile
from inspection.yaml_file import read_yaml

SHIPPED_CARDS = Path(__file__).parent
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def find_card(class_name: str, part_type: str, home: Path, language: Language) -> Card | None:
    """The card of a class of defects on a kind of part, None where there is none.

    The workshop's own comes before the shipped one, a card in this language before one in another. For a kind of part
    without cards of its own the card of that class counts, if there is only one kind of part that has it.
    Raises RecipeInvalid for a file that cannot be read.
    """
    own = _read(home / "cards", part_type, class_name)
    shipped = _read(SHIPPED_CARDS, part_type, class_name) or _only_one(class_name)
    for file, is_own in ((own, True), (shipped, False)):
        if file is not None and language in file.texts:
            return _card(file, language, is_own)
    for file, is_own in ((own, True), (shipped, False)):
        if file is not None:
            return _card(file, next(iter(file.texts)), is_own)
    return None


def save_card(card: Card, home: Path) -> Card:
    """Make this the workshop's own card; its texts in other languages and all earlier versions stay.

    Raises RecipeInvalid where the workshop's file cannot be read, RecipeRefused while another saves, StorageFull and
    StorageFailed.
    """
    part, name = _stem(card.part_type), _stem(card.class_name)
    file = VersionedFile(
        current=home / "cards" / part / f"{name}.yaml", versions=home / "cards" / "versions" / part / name
    )
    with file.saving():
        before = _read(home / "cards", card.part_type, card.class_name)
        texts = {**(before.texts if before else {}), card.language: card.text}
        after = CardFile(class_name=card.class_name, part_type=card.part_type, iso_6520=card.iso_6520, texts=texts)
        kept = file.numbers()
        last = kept[-1] if kept else 0
        if before is not None and (not last or read_yaml(file.path(last), CardFile) != before):
            last += 1
            file.keep(last, _yaml(before))  # edited by hand since
        text = _yaml(after)
        file.keep(last + 1, text)
        file.put_in_force(text)
    return card.model_copy(update={"is_own": True})


def _card(file: CardFile, language: Language, is_own: bool) -> Card:
    return Card(
        class_name=file.class_name,
        part_type=file.part_type,
        iso_6520=file.iso_6520,
        language=language,
        is_own=is_own,
        text=file.texts[language],
    )


def _read(root: Path, part_type: str, class_name: str) -> CardFile | None:
    path = root / _stem(part_type) / f"{_stem(class_name)}.yaml"
    return read_yaml(path, CardFile) if path.is_file() else None


def _only_one(class_name: str) -> CardFile | None:
    paths = list(SHIPPED_CARDS.glob(f"*/{_stem(class_name)}.yaml"))
    return read_yaml(paths[0], CardFile) if len(paths) == 1 else None


def _stem(name: str) -> str:
    """A file name for any name: what people call a class need not be one that every disk takes."""
    return name if _PLAIN.fullmatch(name) else f"x-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _yaml(file: CardFile) -> str:
    import yaml

    plain = file.model_dump(mode="json", exclude_none=True)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)
