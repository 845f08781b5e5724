"""On PostgreSQL the search index is given the words of an item as they are, instead of a text in which it looks for words again."""

from alembic import op

revision = "0009"
down_revision = "0008"

WORDS = r"regexp_replace(body, '(\S{250})(?=\S)', '\1 ', 'g')::tsvector"
"""No word of more than 2,046 bytes."""


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE search ALTER COLUMN words DROP EXPRESSION")
        op.execute(f"ALTER TABLE search ALTER COLUMN words TYPE tsvector USING {WORDS}")
        op.execute("ALTER TABLE search DROP COLUMN body")
