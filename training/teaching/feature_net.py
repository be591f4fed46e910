"""The frozen net whose features good parts are remembered by: the first half of a YOLOv8n, made once, shipped as ONNX.

    models/features/features.json   this card
                    features.onnx   the net
                    CARD.md         data, licence, figures

`python -m training.teaching.feature_net` makes it from `models/base`.
"""

import hashlib
from typing import TYPE_CHECKING, Final

from inspection.detection.manifest import ModelFile, verified_bytes
from inspection.places import SHIPPED_MODELS
from training.teaching.shipped_features import CARD, FOLDER, FeatureNetCard, shipped_feature_net

if TYPE_CHECKING:
    import torch

__all__ = ["FeatureNetCard", "export_features", "make", "shipped_feature_net"]

LAYERS: Final = (4, 6)
"""Of YOLOv8n: strides 8 and 16, 64 and 128 channels. Measured against others in docs/good-parts.md."""


def export_features(tensors: "dict[str, torch.Tensor]", classes: int) -> bytes:
    """The net as ONNX: (1, 3, height, width) from 0 to 1 to (1, channels, height / 16, width / 16).

    Each layer is averaged over 3x3 places, so that a place knows its neighbours; the finer one over 2x2 more.
    """
    import io
    import warnings

    import torch
    from torch import nn
    from torch.nn.functional import avg_pool2d
    from ultralytics.nn.tasks import DetectionModel

    net = DetectionModel("yolov8n.yaml", nc=classes, verbose=False)
    net.load_state_dict({name: one.float() if one.is_floating_point() else one for name, one in tensors.items()})
    net = net.float().eval().fuse(verbose=False)

    class Features(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stages = nn.Sequential(*net.model[: LAYERS[1] + 1])

        def forward(self, images: torch.Tensor) -> torch.Tensor:
            seen = images
            taken = []
            for place, stage in enumerate(self.stages):
                seen = stage(seen)
                if place in LAYERS:
                    taken.append(avg_pool2d(seen, 3, stride=1, padding=1, count_include_pad=False))
            fine, coarse = taken
            return torch.cat([avg_pool2d(fine, 2), coarse], dim=1)

    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as in `training.export`
        torch.onnx.export(
            Features().eval(),
            (torch.zeros(1, 3, 256, 640),),
            written,  # type: ignore[arg-type]  # a buffer serves, though the types say a path
            input_names=["images"],
            output_names=["features"],
            dynamic_axes={"images": {2: "height", 3: "width"}, "features": {2: "rows", 3: "columns"}},
            opset_version=17,
            dynamo=False,
        )
    return written.getvalue()


def make() -> None:
    """Write the folder from `models/base`."""
    from safetensors.torch import load_file

    from inspection.on_disk import write_durably
    from training.weights import TENSORS, read_card

    base = SHIPPED_MODELS / "base"
    weights = read_card(base)
    verified_bytes(base, weights.file)
    onnx = export_features(load_file(base / TENSORS), len(weights.classes))
    card = FeatureNetCard(
        name="base-features",
        file=ModelFile(name="features.onnx", sha256=hashlib.sha256(onnx).hexdigest()),
        weights=weights.name,
        weights_sha256=weights.file.sha256,
        layers=LAYERS,
        licence=weights.licence,
        trained_on=weights.trained_on,
    )
    write_durably(FOLDER / card.file.name, onnx)
    write_durably(FOLDER / CARD, card.model_dump_json(indent=2).encode() + b"\n")


if __name__ == "__main__":
    make()
