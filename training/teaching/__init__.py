"""From ten to fifty pictures of good parts to a model that says what is unlike them. Needs no training stack."""

from training.teaching.teaching import FALSE_ALARMS_PER_100, LONGEST_SIDE_PX, Taught, again, teach

__all__ = ["FALSE_ALARMS_PER_100", "LONGEST_SIDE_PX", "Taught", "again", "teach"]
