"""Chunks come off, however the bytes are cut; what is no chunk is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.http_mjpeg.chunked import ChunkedBody


@given(st.lists(st.binary(min_size=1)), st.integers(1, 40), st.sampled_from([b"", b";name=value"]))
def test_the_body_comes_out_whole(bodies: list[bytes], size: int, extension: bytes) -> None:
    sent = b"".join(b"%X%b\r\n%b\r\n" % (len(body), extension, body) for body in bodies) + b"0\r\n\r\n"
    chunks = ChunkedBody()
    assert b"".join(chunks.feed(sent[i : i + size]) for i in range(0, len(sent), size)) == b"".join(bodies)
    assert chunks.ended


@pytest.mark.parametrize("sent", [b"--frame\r\n", b"-5\r\n", b"0x10\r\n", b"1_0\r\n", b"123456789\r\n", b"1" * 2000])
def test_what_is_no_size_is_refused(sent: bytes) -> None:
    with pytest.raises(ValueError, match="expected the size of a chunk"):
        ChunkedBody().feed(sent)
