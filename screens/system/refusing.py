"""What is said to somebody who may look and not act."""

from inspection.language import Language
from screens.setup.notice import Notice
from screens.texts import translator


def not_the_master(language: Language) -> Notice:
    """A session may have ended between looking and pressing."""
    _ = translator(language)
    return Notice(kind="bad", title=_("The master is asked for here"), text=_("Log in, then try again."))
