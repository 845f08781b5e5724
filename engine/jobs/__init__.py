"""The kinds of jobs. A module in this folder is a kind."""

import sys

from engine.job import JobKind

job_kinds = JobKind.all_of(sys.modules[__name__])
