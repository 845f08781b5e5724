"""What a program does not do before it can answer: people wait for its start."""

import subprocess
import sys
from copy import deepcopy

from engine.garbage import SELDOM
from web.app import OurRouter

PROGRAM = "import gc, sys, web.cli, web.serve, automations.worker; print(gc.get_threshold(), 'redis' in sys.modules)"


def test_it_seldom_looks_for_garbage_and_loads_redis_only_where_there_is_one() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{SELDOM} False"


def test_its_routes_are_not_copied() -> None:
    router = OurRouter("/", route_handlers=[])
    assert deepcopy([router])[0] is router
