"""The real program in a folder of its own, with the section that is asked for as the whole page of the room.

Run by Python with `--port`, `--home`, `--section`; with `--dies-before N` the program kills itself before the N-th file
that a change of the active model writes.
"""

import argparse
import os
import signal
from importlib import import_module
from pathlib import Path

from inspection.on_disk import write_durably
from screens import pages
from screens.server import run

SECTIONS = {
    "deciding": ("screens.learning.deciding", "deciding"),
    "exchanging": ("screens.learning.exchanging", "exchanging"),
}
SECTION = "MEISTERBLICK_STAGED_SECTION"


def one_section() -> None:
    """The page: the top of the room, and the section."""
    import streamlit as st

    from screens.components import ASSETS
    from screens.host import at_work
    from screens.language_choice import chosen_language
    from screens.room import hindrances, look_again, part_top

    host, language, shown = at_work(), chosen_language(), hindrances()
    st.html(ASSETS / "rooms.css")
    part_top(pages.Room.LEARN, host, language)
    if host.station is not None:
        module, name = SECTIONS[os.environ[SECTION]]
        getattr(import_module(module), name)(host, host.station, language)
    look_again(shown)


def die_before(count: int) -> None:
    """The `count`-th file that a change of the active model writes is not written: the program is gone."""
    from inspection.model_book import changing

    written = 0

    def write_or_die(path: Path, data: bytes) -> None:
        nonlocal written
        written += 1
        if written == count:
            os.kill(os.getpid(), signal.SIGKILL)
        write_durably(path, data)

    changing.write_durably = write_or_die  # type: ignore[attr-defined, assignment]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--home", type=Path, required=True)
    arguments.add_argument("--section", choices=SECTIONS, default="deciding")
    arguments.add_argument("--dies-before", type=int, default=0)
    given = arguments.parse_args()
    os.environ[SECTION] = given.section
    pages._DRAWN_BY[pages.Room.LEARN] = ("tests.browser.staged_section", "one_section")
    if given.dies_before:
        die_before(given.dies_before)
    run(port=given.port, open_browser=False, home=given.home)


if __name__ == "__main__":
    main()
