"""How large a finding is: from its outline in the picture to values with unit and uncertainty."""

from inspection.measuring.findings import measure, measure_box
from inspection.measuring.libraries import load_libraries

__all__ = ["load_libraries", "measure", "measure_box"]
