"""What browsers have on their screens and have not handed in: neither a reload nor a crash loses it.

`desk` is a number that a browser gave itself.
"""

from training.labelling.database import LabelDatabase
from training.labelling.drawing import Draft


class Drafts:
    """At most one for each picture and desk. All methods raise StorageFailed where disk or database fail."""

    def __init__(self, database: LabelDatabase) -> None:
        self._database = database

    def keep(self, part: str, sha256: str, desk: str, draft: Draft) -> None:
        """In place of what was kept before. The picture must be in the book."""
        from sqlalchemy.dialects.sqlite import insert

        from training.labelling.tables import drafts

        body = draft.model_dump_json()
        query = insert(drafts).values(part=part, sha256=sha256, desk=desk, body=body)
        with self._database.writing() as connection:
            connection.execute(query.on_conflict_do_update(set_={"body": body}))

    def find(self, part: str, sha256: str, desk: str) -> Draft | None:
        """What this browser had on its screen and did not hand in; None where nothing."""
        from sqlalchemy import select

        from training.labelling.tables import drafts

        query = select(drafts.c.body).where(drafts.c.part == part, drafts.c.sha256 == sha256, drafts.c.desk == desk)
        with self._database.reading() as connection:
            body = connection.scalar(query)
        return None if body is None else Draft.model_validate_json(body)

    def forget(self, part: str, sha256: str, desk: str) -> None:
        """It was handed in, or thrown away."""
        from sqlalchemy import delete

        from training.labelling.tables import drafts

        query = delete(drafts).where(drafts.c.part == part, drafts.c.sha256 == sha256, drafts.c.desk == desk)
        with self._database.writing() as connection:
            connection.execute(query)
