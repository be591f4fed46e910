"""The slim bar: order, serial number, behind one button machine, lot and batch; automatic trigger, sound, full screen.

`assets/bar.js` fills and sends it.
"""

import streamlit as st

from inspection.closed import Closed
from inspection.job import LONGEST_TAG, Job
from inspection.language import Language
from inspection.motion import PartWatch, WatchState
from inspection.motion.part_watch import Watching
from inspection.station import Station
from screens.components import source
from screens.texts import translator


class BarData(Closed):
    """What the bar says. `watching` is None while there is no station: then nothing can be entered.

    Where the part triggers the camera itself there is no automatic trigger to switch on. The news say every change of
    `watching`: see `StationHost.news`.
    """

    job: Job
    watching: Watching | None
    part_triggers: bool
    watching_words: dict[Watching, str]
    longest: int
    texts: dict[str, str]


def bar_data(job: Job, seen: WatchState | None, language: Language, *, part_triggers: bool = False) -> BarData:
    """The bar in words."""
    _ = translator(language)
    return BarData(
        job=job,
        watching=None if seen is None else seen.watching,
        part_triggers=part_triggers,
        watching_words={watching: _watching_words(watching, language) for watching in Watching},
        longest=LONGEST_TAG,
        texts={
            "order": _("Order"),
            "serial": _("Serial number"),
            "order_hint": _("scan or type"),
            "more": _("More"),
            "machine": _("Machine"),
            "lot": _("Lot"),
            "material": _("Batch of material"),
            "serial_hint": _("of the next part"),
            "automatic": _("Part lies still"),
            "automatic_hint": _("Inspects by itself every part that lies still. Switch it on with the table empty."),
            "sound": _("Sound"),
            "sound_on": _("on"),
            "sound_off": _("off"),
            "full_screen": _("Full screen"),
            "window": _("Leave full screen"),
            "taken_order": _("Order taken: {text}"),
            "taken_machine": _("Machine taken: {text}"),
            "taken_lot": _("Lot taken: {text}"),
            "taken_material": _("Batch of material taken: {text}"),
            "taken_serial": _("The next part has the serial number {text}"),
            "taken_none": _("Taken out"),
            "locked": _("Not taken. Please log in"),
            "refused": _("Not taken: at most {longest} letters and digits on one line"),
            "no_answer": _("Not taken: no answer from the station"),
        },
    )


def _watching_words(watching: Watching, language: Language) -> str:
    _ = translator(language)
    return {
        Watching.OFF: _("off"),
        Watching.WAITING: _("waits for a part"),
        Watching.MOVING: _("something moves"),
        Watching.HELD: _("waits: set-up or daily check is open"),
        Watching.NO_LIGHT: _("waits for light"),
        Watching.NO_PICTURE: _("waits for a picture"),
    }[watching]


_bar = st.components.v2.component(
    "mb_bar",
    html='<div class="mb-bar"></div>',
    js=source("shapes.js", "text_field.js", "scanner.js", "sound.js", "bar.js"),
    isolate_styles=False,
)


def bar(station: Station | None, watch: PartWatch | None, language: Language) -> None:
    """The bar, as the station stands now."""
    job = station.job if station is not None else Job()
    seen = watch.state if station is not None and watch is not None else None
    by_part = station is not None and station.camera_triggers
    _bar(key="bar", data=bar_data(job, seen, language, part_triggers=by_part).model_dump(mode="json"))
