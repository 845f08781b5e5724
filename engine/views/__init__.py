"""The view types. A module in this folder is a way to look at a board."""

import sys

from engine.view import ViewType

view_types = ViewType.all_of(sys.modules[__name__])
