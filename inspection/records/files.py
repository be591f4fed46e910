"""Writing a new file so that it is on the disk."""

from inspection.on_disk import write_to_disk

__all__ = ["write_to_disk"]
