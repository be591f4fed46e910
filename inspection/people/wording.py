"""What roles are called."""

from typing import assert_never

from inspection.language import Language, catalog
from inspection.people.role import Role
from inspection.wording.words import LOCALE


def role_word(role: Role, language: Language) -> str:
    """The role as the shop says it.

    >>> [role_word(role, "de") for role in Role]
    ['Bedienung', 'Azubi', 'Meister']
    """
    _ = catalog(LOCALE, language).gettext
    match role:
        case Role.OPERATOR:
            return _("Operator")
        case Role.TRAINEE:
            return _("Trainee")
        case Role.MASTER:
            return _("Master")
        case _:
            assert_never(role)
