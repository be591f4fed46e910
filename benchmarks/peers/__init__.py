"""Who ours is held against: the same net in other hands, each with the settings that are best for it."""

import os
from pathlib import Path


def prepare_ultralytics(work: Path) -> None:
    """Import ultralytics: offline, quiet, with its settings in `work`, and without what it does to its process.

    It would leave PyTorch one thread (OMP_NUM_THREADS) and switch OpenCV's threads off, for ours as well.
    """
    import cv2

    from inspection.platform import usable_cores
    from training.environment import prepare

    prepare(work)
    os.environ["YOLO_VERBOSE"] = "false"
    os.environ.setdefault("OMP_NUM_THREADS", str(usable_cores()))
    threads = cv2.getNumThreads()
    import ultralytics  # noqa: F401

    cv2.setNumThreads(threads)
