"""What outlining a defect imports when it is needed first."""


def load_libraries() -> None:
    """Import it now: that takes a second of a processor, and nobody should wait for it with a part under the camera."""
    from skimage.graph import MCP_Geometric  # noqa: F401
    from skimage.measure import find_contours  # noqa: F401
    from skimage.morphology import skeletonize  # noqa: F401
