"""Past SQLAlchemy to the driver, unnoticed: who watches statements sees them, and what is refused is raised as ever."""

from typing import Any

import sqlalchemy as sa


def tell(connection: sa.Connection, sql: str, values: Any, *, many: bool = False) -> None:
    """Those who watch what is executed."""
    for told in connection.dispatch.before_cursor_execute:
        told(connection, None, sql, values, None, many)


def raised(connection: sa.Connection, sql: str, error: Exception) -> Exception:
    """The driver's error as SQLAlchemy raises it."""
    errors: Any = connection.dialect.loaded_dbapi
    return sa.exc.DBAPIError.instance(sql, None, error, errors.Error, dialect=connection.dialect)
