"""Logging in, and what a page asks of whoever looks at it: `visitor()`, `needs(role)`."""

from screens.access.visiting import needs, visitor, watch_session
from screens.door.door import Visitor

__all__ = ["Visitor", "needs", "visitor", "watch_session"]
