"""The actions. A module in this folder is an action."""

import sys

from automations.action import Action

actions = Action.all_of(sys.modules[__name__])
