"""Looks once at all pictures of a part, in a process of its own (`training.labelling.seeing`).

python -m training.labelling.looking HOME PART PARENT
"""

import sys
from pathlib import Path


def main() -> None:
    """Look, and keep what was found out."""
    from inspection.detection.engines import make_engine
    from inspection.record import Precision
    from training.environment import stand_back
    from training.labelling.book import LabelBook
    from training.labelling.unlike_seen import look
    from training.teaching.feature_net import shipped_feature_net

    home, part = Path(sys.argv[1]), sys.argv[2]
    stand_back(int(sys.argv[3]))
    book = LabelBook.open(home)
    try:
        look(book, part, make_engine("onnxruntime", shipped_feature_net()[1], Precision.F32, 1))
    finally:
        book.close()


if __name__ == "__main__":
    main()
