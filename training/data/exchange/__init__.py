"""Labelled sets from and to other programs, as zip files: YOLO, COCO, CVAT. What comes in is hostile until checked."""
