"""The machine that a benchmark ran on: without it a time says nothing."""

import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from inspection.closed import Closed
from inspection.platform import usable_cores

INSTRUCTIONS: Final = (
    "avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_bf16", "amx_int8",
    "asimd", "asimddp", "i8mm", "bf16", "sve",
)  # fmt: skip
"""What a net's speed hangs on, as Linux names it on Intel, AMD and ARM."""
LIBRARIES: Final = ("numpy", "opencv-python", "openvino", "onnxruntime", "torch", "ultralytics", "sahi")
CPUINFO: Final = Path("/proc/cpuinfo")


class Machine(Closed):
    """Processor, operating system and versions. `instructions` is empty where the system does not tell."""

    processor: str
    cores: int
    instructions: tuple[str, ...]
    precisions: tuple[str, ...]
    system: str
    python: str
    libraries: dict[str, str]

    @property
    def lines(self) -> tuple[str, ...]:
        """The machine in words."""
        return (
            f"{self.processor}, {self.cores} cores; {' '.join(self.instructions)}; "
            f"OpenVINO has {' '.join(self.precisions)}",
            f"{self.system}; Python {self.python}; "
            + ", ".join(f"{name} {found}" for name, found in self.libraries.items()),
        )


def this_machine(cpuinfo: Path = CPUINFO) -> Machine:
    """The one that this program runs on."""
    said = cpuinfo.read_text(encoding="utf-8", errors="replace") if cpuinfo.exists() else ""
    flags = set(_told(said, "flags", "Features").split())
    return Machine(
        processor=_told(said, "model name", "Model") or platform.processor() or platform.machine(),
        cores=usable_cores(),
        instructions=tuple(name for name in INSTRUCTIONS if name in flags),
        precisions=_openvino_precisions(),
        system=f"{platform.system()} {_number_of(platform.release())}",
        python=platform.python_version(),
        libraries={name: found for name in LIBRARIES if (found := _version(name))},
    )


def _told(cpuinfo: str, *names: str) -> str:
    for name in names:
        if found := re.search(rf"^{name}\s*: (.*)$", cpuinfo, re.MULTILINE):
            return found[1].strip()
    return ""


def _number_of(release: str) -> str:
    """The number of a release, without what whoever built it appended."""
    found = re.match(r"\d+(\.\d+)*", release)
    return found[0] if found else release


def _openvino_precisions() -> tuple[str, ...]:
    import openvino

    able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return tuple(name for name in able if name in {"FP32", "FP16", "BF16", "INT8"})


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
