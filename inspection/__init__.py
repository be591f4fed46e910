"""Frame to Verdict to Record: check the picture, find, measure, decide, record.

The main path is `inspection.inspect_part`; the one owner of camera, detector and records is `inspection.station`.
"""
