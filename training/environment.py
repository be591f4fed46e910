"""What a training process is allowed: no download, no install, no foreign pickle, the processor only when idle."""

import os
import sys
from contextlib import suppress
from pathlib import Path

BEHIND_A_STATION = 10
"""Niceness of what calculates beside a station: it has a ninth of the processor where both want all of it."""

OFFLINE = {
    "YOLO_OFFLINE": "true",
    "YOLO_AUTOINSTALL": "false",
    "ULTRALYTICS_SAFE_LOAD": "1",
    "NO_ALBUMENTATIONS_UPDATE": "1",
}


def prepare(work: Path) -> None:
    """Set the environment of a training process; ultralytics keeps its own settings in `work`."""
    os.environ.update(OFFLINE)
    os.environ["YOLO_CONFIG_DIR"] = str(work.absolute())


def give_way() -> None:
    """Let a station that works beside this process go first."""
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        with suppress(OSError):  # it gives way already, by more
            os.setpriority(os.PRIO_PROCESS, 0, BEHIND_A_STATION)


def stand_back(parent: int) -> None:
    """Let every other program go first, be the first to go when memory runs out, and on Linux die with the parent.

    To be precise: with the thread that started this process, which must be its parent's main thread.
    """
    import psutil

    if sys.platform == "win32":
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS)
    else:
        os.nice(19)
    if sys.platform == "linux":
        import ctypes
        import signal

        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: nobody could wake a sleeping orphan
        if os.getppid() != parent:  # it died before the line above
            sys.exit("the command that started this training is gone")
