"""The output line of a camera as a lamp: on for PASS."""

from camera.basler.features import choose
from camera.basler.pylon import NodeMap
from camera.driver import Lamp


class LineLamp:
    """One line has one bit: it is on for PASS, off for FAIL and while nothing is shown.

    So a broken wire and a camera without power look like FAIL, never like PASS. A camera with a supply of its own that
    cannot be reached keeps what was shown last, until it is opened again.
    """

    def __init__(self, nodes: NodeMap, line: str) -> None:
        """Make the line an output that follows a bit of ours, and switch it off.

        Raises ValueError where the camera has no such line, or one that cannot be an output.
        """
        self._nodes = nodes
        choose(nodes, "LineSelector", line)
        if nodes.GetNode("LineMode").IsWritable():  # a line that is always an output has no mode to set
            choose(nodes, "LineMode", "Output")
        sources = nodes.GetNode("LineSource").GetSettableValues()
        # "UserOutput1" and so on; older GigE cameras with one output line say "UserOutput". Which one can drive a line
        # depends on the line, so it is the first that this line offers.
        self._source = next((source for source in sources if source.startswith("UserOutput")), None)
        if self._source is None:
            raise ValueError(f"expected an output line that can be switched, {line} offers only {', '.join(sources)}")
        nodes.GetNode("LineSource").SetValue(self._source)
        self.show(Lamp.OFF)

    def show(self, lamp: Lamp) -> None:
        """Switch the line."""
        if self._nodes.GetNode("UserOutputSelector").IsWritable():
            self._nodes.GetNode("UserOutputSelector").SetValue(self._source)
        self._nodes.GetNode("UserOutputValue").SetValue(lamp is Lamp.PASS)
