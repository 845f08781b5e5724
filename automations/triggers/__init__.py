"""The triggers. A module in this folder is a trigger."""

import sys

from automations.trigger import Trigger

triggers = Trigger.all_of(sys.modules[__name__])
