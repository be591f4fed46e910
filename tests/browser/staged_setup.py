"""The program as it starts in an empty folder, but with a script in the place of every net.

Run by Python with `--port` and `--home`. Camera, part and model can be chosen as at a real station.
"""

import argparse
from pathlib import Path

from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.station import build, choosing, setting_up
from screens.server import run

PORE = Detection(class_name="pore", score=0.93, xyxy=(300, 214, 318, 231))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--home", type=Path, required=True)
    given = arguments.parse_args()
    for module in (build, choosing, setting_up):
        module.detector_for = lambda recipe, settings, home: ScriptedDetector([[], [PORE]])  # type: ignore[attr-defined]
    run(port=given.port, open_browser=False, home=given.home)


if __name__ == "__main__":
    main()
