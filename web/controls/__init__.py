"""The controls of the sentence editor. A module in this folder draws one kind of slot."""

import sys

from web.control import Control

controls = Control.all_of(sys.modules[__name__])
