"""How large a finding is: from its outline in the picture to values with unit and uncertainty."""

from inspection.measuring.findings import measure, measure_box

__all__ = ["measure", "measure_box"]
