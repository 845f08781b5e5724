"""The column types. A module in this folder is a type."""

import sys

from engine.column import ColumnType

column_types = ColumnType.all_of(sys.modules[__name__])
