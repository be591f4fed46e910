"""The room in which the station learns from what was drawn, and the master decides what judges."""
