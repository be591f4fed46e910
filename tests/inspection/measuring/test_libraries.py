"""Nobody waits for an import with a part under the camera."""

import subprocess
import sys

MEASURE_EVERYTHING = """
import sys
import cv2
from camera.rendering import render_part
from inspection.finding import Detection
from inspection.measuring import load_libraries, measure
from inspection.scale import PixelScale

load_libraries()
before = set(sys.modules)
classes = set()
for part in (render_part("weld-bead", seed=1, index=index) for index in range(12)):
    found = [Detection(class_name=one.class_name, score=1, xyxy=one.xyxy) for one in part.defects]
    classes |= {one.class_name for one in found}
    measure(found, part.pixels, PixelScale())
assert {"pore", "crack", "undercut"} <= classes, classes
print(sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ("skimage", "scipy")))
"""


def test_measuring_loads_nothing_any_more() -> None:
    ended = subprocess.run([sys.executable, "-c", MEASURE_EVERYTHING], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "[]"
