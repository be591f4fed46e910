"""A page that stays open for a day keeps nothing of the parts that have gone by."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenBrowser
from tests.browser.staging import Stage, counted, open_page, press, wait_until_drawn

pytestmark = pytest.mark.browser

PARTS = 36
MOST_KEPT = 4
"""The browser itself keeps what the keyboard was on last, and what it is just about to let go."""

ELEMENT = 1
"""https://dom.spec.whatwg.org/#dom-node-nodetype; attributes are listed too, each as a node."""


def taken_off(page: Page) -> list[str]:
    """Elements that are on the page no more and cannot be let go, with all that hangs on them."""
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("HeapProfiler.collectGarbage")
    kept = asked.send("DOM.getDetachedDomNodes")["detachedNodes"]
    asked.detach()
    nodes = [one["treeNode"] for one in kept]
    return [f"{node['nodeName']} {node['attributes']}" for node in nodes if node["nodeType"] == ELEMENT]


def test_parts_that_have_gone_by_leave_no_elements(open_browser: OpenBrowser, stage: Stage) -> None:
    page = open_browser()
    open_page(page, stage)
    before = taken_off(page)
    for _ in range(PARTS):
        press(page)
        counted(page)
        wait_until_drawn(page)
    after = taken_off(page)
    assert len(after) - len(before) <= MOST_KEPT, after
