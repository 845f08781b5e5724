"""How Python types become database types in the fixed tables."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Integer, Table, Text
from sqlalchemy.orm import DeclarativeBase

from engine.sqltypes import Moment

Id = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, datetime: Moment(), int: Id, str: Text}


def table_of(kind: type[Base]) -> Table:
    """For statements that are run too often to be put together by the ORM each time."""
    return cast("Table", kind.__table__)
