"""The demonstration: runs by itself, and faults can be made that the station has to notice."""
