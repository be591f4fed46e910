"""The part under the camera lies still: see `stillness` for what that means, `part_watch` for who looks."""

from inspection.motion.part_watch import PartWatch, WatchState

__all__ = ["PartWatch", "WatchState"]
