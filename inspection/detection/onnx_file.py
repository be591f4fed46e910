"""What the bytes of a net are, before an engine sees them: a whole ONNX file with everything in it, and nothing else.

ONNX is a protobuf message. Only the few fields are read that lead to tensors, so that no further library is needed at
the bench and it costs a few milliseconds (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto,
https://protobuf.dev/programming-guides/encoding/).
"""

import ast
import io
import json
import pickletools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from inspection.errors import ModelRefused


class FileKind(StrEnum):
    """What bytes are, by their content: a name's ending proves nothing."""

    ONNX = "ONNX"
    PICKLE = "a Python pickle"
    TORCH_ARCHIVE = "a PyTorch file (a pickle in a zip archive)"
    ZIP = "a zip archive"
    SAFETENSORS = "safetensors"
    UNKNOWN = "of no known format"


WHAT_INSTEAD: Final = (
    "a pickle can run any program while it is read, so none is ever read here; have it exported where it was trained, "
    "to ONNX (`yolo export format=onnx`) with a manifest, or to safetensors"
)
_PICKLES: Final = frozenset({FileKind.PICKLE, FileKind.TORCH_ARCHIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OnnxFacts:
    """What a net says of itself. `classes` None: nothing."""

    classes: tuple[str, ...] | None


def file_kind(data: bytes) -> FileKind:
    """What `data` is.

    >>> import pickle
    >>> file_kind(pickle.dumps({"weights": []})).value
    'a Python pickle'
    """
    if data[:4] == b"PK\x03\x04":
        return FileKind.TORCH_ARCHIVE if b"data.pkl" in data else FileKind.ZIP
    if _is_pickle(data):
        return FileKind.PICKLE
    if len(data) > 9 and int.from_bytes(data[:8], "little") <= len(data) - 8 and data[8:9] == b"{":
        return FileKind.SAFETENSORS
    return FileKind.ONNX if data[:1] == b"\x08" else FileKind.UNKNOWN  # its first field: the version of the format


def inspect_onnx(data: bytes, what: str) -> OnnxFacts:
    """Look through the bytes of a net; `what` names it in messages.

    Raises ModelRefused for what is not ONNX or not whole, and for ONNX that keeps tensors in other files: they would be
    read unverified, from wherever the file says.
    """
    kind = file_kind(data)
    if kind in _PICKLES:
        raise ModelRefused(f"{what} is {kind}: {WHAT_INSTEAD}")
    if kind is not FileKind.ONNX:
        raise ModelRefused(f"{what} is {kind}, expected ONNX; copy the model's folder again")
    try:
        message = memoryview(data)
        _refuse_external_data(message, what)
        stated = {_text(entry, 1): _text(entry, 2) for entry in _messages(message, 14)}
        whole = next(_messages(message, 7), None) is not None
    except (_Torn, RecursionError) as error:
        raise ModelRefused(f"{what} is no whole ONNX file: {error}; copy the model's folder again") from error
    if not whole:
        raise ModelRefused(f"{what} is no whole ONNX file: there is no graph in it; copy the model's folder again")
    return OnnxFacts(classes=_classes(stated))


class _Torn(Exception):
    """The bytes end within a field, or are no protobuf."""


_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
_TENSOR: Final = "tensor"
_LEADS_TO: Final[dict[str, dict[int, str]]] = {
    # message: {number of a field: message in it}, as far as there may be tensors below
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: _TENSOR, 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: _TENSOR, 6: "graph", 10: _TENSOR, 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: _TENSOR, 2: _TENSOR},
}
_TENSOR_NAME, _EXTERNAL_DATA, _DATA_LOCATION = 8, 13, 14


def _refuse_external_data(data: memoryview, what: str, message: str = "model") -> None:
    for number, value in _fields(data):
        inner = _LEADS_TO[message].get(number)
        if inner is None or isinstance(value, int):
            continue
        if inner == _TENSOR:
            _refuse_tensor(value, what)
        else:
            _refuse_external_data(value, what, inner)


def _refuse_tensor(tensor: memoryview, what: str) -> None:
    fields = list(_fields(tensor))
    places = [value for number, value in fields if number == _EXTERNAL_DATA and isinstance(value, memoryview)]
    if places or any(number == _DATA_LOCATION and value for number, value in fields):
        stated = {_text(entry, 1): _text(entry, 2) for entry in places}
        raise ModelRefused(
            f"{what} keeps the tensor {_text(tensor, _TENSOR_NAME)!r} in another file, {stated.get('location', '')!r}, "
            "which nobody has verified; save it anew as one file (onnx.save with save_as_external_data=False)"
        )


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview | int]]:
    """Number and value of each field of a message, numbers as int, all else as it lies there. Raises _Torn."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == _LENGTH:
            length, at = _varint(data, at)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            length = 8 if kind == _EIGHT_BYTES else 4
        else:
            raise _Torn(f"byte {at} begins no field")
        if at + length > len(data):
            raise _Torn(f"a field of {length} bytes begins at byte {at} of {len(data)}")
        yield number, data[at : at + length]
        at += length


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise _Torn(f"it ends at byte {at}, within a number")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise _Torn(f"the number before byte {at} has no end")


def _messages(data: memoryview, wanted: int) -> Iterator[memoryview]:
    return (value for number, value in _fields(data) if number == wanted and isinstance(value, memoryview))


def _text(message: memoryview, wanted: int) -> str:
    return next((bytes(value).decode("utf-8", "replace") for value in _messages(message, wanted)), "")


def _classes(stated: dict[str, str]) -> tuple[str, ...] | None:
    """Our own exports say it as a JSON list, ultralytics' as a Python mapping from 0 on."""
    try:
        if "classes" in stated:
            names = json.loads(stated["classes"])
        elif "names" in stated:
            numbered = ast.literal_eval(stated["names"])
            names = [numbered[number] for number in range(len(numbered))]
        else:
            return None
    except (ValueError, SyntaxError, LookupError, TypeError, MemoryError, RecursionError):
        return None
    return tuple(map(str, names)) if isinstance(names, list) else None


def _is_pickle(data: bytes) -> bool:
    """Protocols 2 to 5 begin with their number; the older ones are a program that ends with a full stop."""
    if data[:1] == b"\x80":
        return data[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")
    try:
        return any(code.name == "STOP" for code, _, _ in islice(pickletools.genops(io.BytesIO(data)), 100_000))
    except Exception:  # pickletools raises whatever its readers do
        return False
