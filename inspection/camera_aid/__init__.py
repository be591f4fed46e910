"""What helps to set a camera: how sharp and how bright its picture is, and how grey a grey card looks in it."""

from inspection.camera_aid.grey_card import GreyCard, Problem, grey_card
from inspection.camera_aid.live_figures import Brightness, LiveFigures, live_figures

__all__ = ["Brightness", "GreyCard", "LiveFigures", "Problem", "grey_card", "live_figures"]
