"""White balance of a Basler colour camera, as fixed factors: one that adjusts itself shows one part in two ways."""

from camera.basler.features import choose
from camera.basler.pylon import NodeMap
from camera.config import WhiteBalance


def set_white_balance(nodes: NodeMap, wanted: WhiteBalance) -> None:
    """Amplify the colours by these factors, and switch the camera's own balance off.

    USB and newer GigE cameras have BalanceRatio, older GigE ones BalanceRatioAbs. Raises ValueError where the camera
    has neither, or not that much.
    """
    ratio = next(
        (node for name in ("BalanceRatio", "BalanceRatioAbs") if (node := nodes.GetNode(name)).IsReadable()), None
    )
    if ratio is None:
        raise ValueError("this camera has no white balance to set: it is a mono camera, or emulated; leave it out")
    if nodes.GetNode("BalanceWhiteAuto").IsWritable():
        nodes.GetNode("BalanceWhiteAuto").SetValue("Off")
    for colour, factor in (("Red", wanted.red), ("Green", wanted.green), ("Blue", wanted.blue)):
        choose(nodes, "BalanceRatioSelector", colour)
        low, high = ratio.GetMin(), ratio.GetMax()
        if not low <= factor <= high:
            raise ValueError(f"expected for {colour.lower()} a factor from {low:g} to {high:g}, got {factor:g}")
        ratio.SetValue(factor)
