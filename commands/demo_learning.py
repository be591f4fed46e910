"""Learns beside a demonstration what its good parts look like: `python -m commands.demo_learning HOME`."""

import shutil
import sys
from pathlib import Path
from typing import Final

from camera.config import SimulatedConfig
from inspection.demonstration.good_parts import write_good_pictures
from inspection.demonstration.own_folder import MODEL, PART, say_learned
from inspection.demonstration.state import Learning
from inspection.errors import InspectionError
from training.environment import give_way
from training.errors import TrainingError
from training.teaching import teach

PICTURES: Final = 30
"""As somebody at a bench would take in a quarter of an hour."""


def main(home: Path, pictures: int = PICTURES) -> int:
    """Render good parts and learn from them; what came of it stands in the folder. Exit status."""
    give_way()
    folder = home / "good-parts"
    shutil.rmtree(folder, ignore_errors=True)  # of one that was ended half way
    try:
        folder.mkdir()
        write_good_pictures(folder, SimulatedConfig(part=PART), pictures)
        teach(folder, MODEL, home, threads=1)
    except (TrainingError, InspectionError, OSError) as error:
        say_learned(home, Learning.FAILED, str(error))
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say_learned(home, Learning.LEARNED)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
