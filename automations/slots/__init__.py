"""The kinds of holes in a sentence. A module in this folder is a kind."""

import sys

from automations.slot import Slot

slots = Slot.all_of(sys.modules[__name__])
