"""The station's page as a browser has it open: drawn by Streamlit, with the live picture beside it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

_PATIENCE_S: Final = 60.0


class Page:
    """A page whose script runs when it is asked to, as after every part."""

    def __init__(self, drawing: "ClientConnection") -> None:
        self._drawing = drawing

    def draw(self) -> None:
        """Run the page's script to its end. Raises TimeoutError, and RuntimeError where the script failed."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        asked = BackMsg()
        asked.rerun_script.query_string = "lang=en"
        self._drawing.send(asked.SerializeToString())
        while True:
            data = self._drawing.recv(_PATIENCE_S)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            if message.delta.new_element.HasField("exception"):
                raise RuntimeError(f"the page failed: {message.delta.new_element.exception.message}")
            if message.WhichOneof("type") == "script_finished":
                return


@contextmanager
def open_page(port: int) -> Iterator[Page]:
    """The page, drawn once, until the block is left; meanwhile each live picture is taken as soon as it comes."""
    from websockets.sync.client import connect
    from websockets.typing import Origin, Subprotocol

    origin, over = Origin(f"http://127.0.0.1:{port}"), threading.Event()
    address = f"ws://127.0.0.1:{port}"
    with (
        connect(
            f"{address}/_stcore/stream", origin=origin, subprotocols=[Subprotocol("streamlit")], max_size=None
        ) as own,
        connect(f"{address}/api/live", origin=origin, max_size=None) as live,
    ):
        looking = threading.Thread(target=_look, args=(live, over), name="live picture", daemon=True)
        looking.start()
        try:
            page = Page(own)
            page.draw()
            yield page
        finally:
            over.set()
            looking.join(_PATIENCE_S)


def _look(live: "ClientConnection", over: threading.Event) -> None:
    while not over.is_set():
        live.recv(_PATIENCE_S)
        live.send("next")
