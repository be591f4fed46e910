"""What is no whole, self-contained ONNX file never reaches an engine; what could run a program is never read."""

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.detection.onnx_file import FileKind, file_kind, inspect_onnx
from inspection.errors import ModelRefused
from tests.nets import constant_net, in_two_files, raw_answer

NET = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))


class Bomb:
    """What a malicious checkpoint holds: reading it as a pickle writes a file."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.proof,)


def test_a_whole_net_passes_and_says_nothing_of_classes() -> None:
    assert file_kind(NET) is FileKind.ONNX
    assert inspect_onnx(NET, "net").classes is None


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_known_by_its_content_and_never_run(tmp_path: Path, protocol: int) -> None:
    data = pickle.dumps(Bomb(tmp_path / "ran"), protocol=protocol)
    assert file_kind(data) is FileKind.PICKLE
    with pytest.raises(ModelRefused, match=r"is a Python pickle.*exported where it was trained"):
        inspect_onnx(data, "model.onnx")
    assert not (tmp_path / "ran").exists()


def test_a_torch_checkpoint_is_known_by_its_content_and_never_run(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("best/data.pkl", pickle.dumps(Bomb(tmp_path / "ran")))
    with pytest.raises(ModelRefused, match=r"a PyTorch file .*yolo export format=onnx"):
        inspect_onnx(archive.getvalue(), "model.onnx")
    assert not (tmp_path / "ran").exists()


def test_tensors_in_another_file_are_refused_by_name(tmp_path: Path) -> None:
    data = in_two_files(NET, tmp_path)
    with pytest.raises(ModelRefused, match=r"the tensor 'answer' in another file, 'weights\.bin'"):
        inspect_onnx(data, "model.onnx")


def test_tensors_of_a_subgraph_in_another_file_are_refused() -> None:
    import onnx
    from onnx import TensorProto, helper

    tensor = TensorProto(name="hidden", data_type=TensorProto.FLOAT, dims=[1])
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    branch = helper.make_graph([helper.make_node("Constant", [], ["x"], value=tensor)], "branch", [], [])
    model = onnx.load_from_string(NET)
    model.graph.node.append(helper.make_node("If", ["mean"], ["y"], then_branch=branch, else_branch=branch))
    with pytest.raises(ModelRefused, match=r"the tensor 'hidden' in another file, '/etc/passwd'"):
        inspect_onnx(model.SerializeToString(), "model.onnx")


@pytest.mark.parametrize(
    ("key", "value"), [("classes", '["pore", "crack"]'), ("names", "{0: 'pore', 1: 'crack'}")], ids=["ours", "theirs"]
)
def test_the_classes_that_a_net_names_are_read(key: str, value: str) -> None:
    import onnx

    model = onnx.load_from_string(NET)
    onnx.helper.set_model_props(model, {key: value})
    assert inspect_onnx(model.SerializeToString(), "net").classes == ("pore", "crack")


@pytest.mark.parametrize("value", ["[", "7", "{1: 'pore'}", "__import__('os').getcwd()"])
def test_classes_that_make_no_sense_are_none(value: str) -> None:
    import onnx

    model = onnx.load_from_string(NET)
    onnx.helper.set_model_props(model, {"names": value})
    assert inspect_onnx(model.SerializeToString(), "net").classes is None


@given(cut=st.integers(0, len(NET) - 1))
def test_a_torn_file_is_refused_or_has_its_whole_graph(cut: int) -> None:
    try:
        inspect_onnx(NET[:cut], "net")
    except ModelRefused:
        return
    assert len(NET) - cut < 32  # what follows the graph: a few bytes of versions


@given(data=st.binary(max_size=300), changed=st.integers(0, len(NET) - 1), to=st.integers(0, 255))
def test_whatever_the_bytes_are_the_answer_is_an_answer(data: bytes, changed: int, to: int) -> None:
    for torn in (data, b"\x08" + data, NET[:changed] + bytes([to]) + NET[changed + 1 :]):
        try:
            inspect_onnx(torn, "net")
        except ModelRefused as refused:
            assert "net" in str(refused)


def test_safetensors_and_rubbish_are_told_apart() -> None:
    from safetensors.numpy import save

    assert file_kind(save({"weights": np.zeros(2, np.float32)})) is FileKind.SAFETENSORS
    assert file_kind(b"") is FileKind.UNKNOWN
    with pytest.raises(ModelRefused, match="of no known format"):
        inspect_onnx(b"rubbish", "net")
