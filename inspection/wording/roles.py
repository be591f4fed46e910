"""The word for whoever gave the master's word: what they are in the shop."""

from typing import assert_never

from inspection.language import Language, catalog
from inspection.override import Role
from inspection.wording.words import LOCALE


def role_word(role: Role, language: Language) -> str:
    """The word for a role.

    >>> [role_word(role, "de") for role in Role]
    ['Meister', 'Ausbilder', 'Qualitätsmanager']
    """
    _ = catalog(LOCALE, language).gettext
    match role:
        case Role.MASTER:
            return _("Master")
        case Role.INSTRUCTOR:
            return _("Instructor")
        case Role.QUALITY_MANAGER:
            return _("Quality manager")
        case _:
            assert_never(role)
