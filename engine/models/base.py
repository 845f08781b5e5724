"""How Python types become database types in the fixed tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, Text
from sqlalchemy.orm import DeclarativeBase

from engine.sqltypes import Moment

Id = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, datetime: Moment(), int: Id, str: Text}
