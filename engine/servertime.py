"""The database's clock: the one that all workers share."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.sqltypes import Moment


def server_time(session: Session, seconds: float = 0) -> sa.ColumnElement[datetime]:
    """Now, or so many seconds from now, as SQL."""
    return clock(dialect_of(session), seconds)


def clock(dialect: str, seconds: float = 0) -> sa.ColumnElement[datetime]:
    """The same, for a statement that is put together once."""
    if dialect == "sqlite":
        return sa.type_coerce(sa.func.strftime("%Y-%m-%dT%H:%M:%fZ", "now", f"{seconds:+.3f} seconds"), Moment())
    present = sa.func.statement_timestamp(type_=sa.DateTime(timezone=True))
    return present + sa.literal(timedelta(seconds=seconds)) if seconds else present


def is_over(lease: sa.ColumnElement[datetime], longest: float, dialect: str) -> sa.ColumnElement[bool]:
    """Whether a lease has ended, none of which is given for more than `longest` seconds.

    One that would last longer was given by a clock that has been put back since: nobody need wait for that time again.
    """
    return sa.or_(lease < clock(dialect), lease > clock(dialect, longest))
