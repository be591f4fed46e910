"""Bodies may say scale, outline, grade and what was not assessed: an older program must not read them.

No table changes. What was recorded before reads as it is: nothing was known of these.
"""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do: the version itself is the change."""
