"""Pictures of parts that never were, with the truth about them: for demonstrations, tests and training.

A part is built as a surface (height, colour, gloss), lit, seen through a lens, and exposed: `bead`, `board` or `metal`,
then `light` or `metal_light`, then `lens`; `truth` says what was put in. OpenCV is imported when the first part is
rendered.
"""

from camera.rendering.series import render_part
from camera.rendering.truth import CLASS_NAMES, Defect, PartKind, RenderedPart

__all__ = ["CLASS_NAMES", "Defect", "PartKind", "RenderedPart", "render_part"]
