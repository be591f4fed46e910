"""A camera with a driver, in a process of its own: it may hang or crash, the station goes on.

station's process                                 camera's process
ProcessCamera  -- commands (lines on stdin)   ->  child: driver
               <- words (lines on stdout)     --
               <- pixels (shared memory)      --
"""

from camera.process.process_camera import ProcessCamera

__all__ = ["ProcessCamera"]
