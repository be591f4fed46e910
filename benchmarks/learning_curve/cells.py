"""What is kept of each training: what it found on the pictures kept apart, and what it took."""

from pathlib import Path

from inspection.closed import Closed
from inspection.finding import Detection
from inspection.on_disk import write_durably


class Cell(Closed):
    """An arm that learned from `taught` pictures (asked for: `pictures`) and was asked about those of `fold`.

    `base_sha256` is of the weights that ours started from.
    """

    arm: str
    pictures: int
    taught: int
    fold: int
    seed: int
    folds: int
    data_sha256: str
    budget_core_minutes: float
    side_px: int
    epochs: float
    core_minutes: float
    base_sha256: str | None = None
    answers: dict[str, tuple[Detection, ...]]

    @staticmethod
    def file_name(arm: str, pictures: int, fold: int, seed: int) -> str:
        """One file a cell."""
        return f"{arm}-{pictures:04d}-fold{fold}-seed{seed}.json"


def write_cell(folder: Path, cell: Cell) -> None:
    """Whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Cell.file_name(cell.arm, cell.pictures, cell.fold, cell.seed)
    write_durably(folder / name, cell.model_dump_json(exclude_none=True).encode())


def cells_in(folder: Path) -> tuple[Cell, ...]:
    """All cells that there are. Raises ValueError where they are of different data, folds, minutes or bases."""
    cells = tuple(Cell.model_validate_json(path.read_bytes()) for path in sorted(folder.glob("*.json")))
    runs = {(cell.data_sha256, cell.folds, cell.budget_core_minutes) for cell in cells}
    bases = {cell.base_sha256 for cell in cells if cell.base_sha256}
    if (count := max(len(runs), len(bases))) > 1:
        raise ValueError(
            f"{folder} has cells of {count} different runs (data, folds, minutes, base): take another --out"
        )
    return cells
