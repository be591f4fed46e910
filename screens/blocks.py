"""Pieces of HTML that both pages show; every text is escaped."""

import re
from html import escape

from inspection.language import Language
from screens.station_view import Banner
from screens.texts import translator


def banner_html(notice: Banner, language: Language) -> str:
    """What a person must not overlook."""
    _ = translator(language)
    message = escape(_("Message"))
    detail = f"<p><small>{message}: {escape(notice.detail)}</small></p>" if notice.detail else ""
    title, text = escape(notice.title), with_commands(notice.text)
    return f'<div class="mb-banner" role="alert" data-kind="{notice.kind}"><h2>{title}</h2><p>{text}</p>{detail}</div>'


def with_commands(text: str) -> str:
    """Escaped; what stands between backticks is something to type and stands out as such."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))
