"""How a child process dies with its parent: it holds the end of a pipe that closes when the parent is gone."""

import os
import signal
import threading

LEASH = "ROUAGE_LEASH"
"""Set for children of ours: their standard input is the pipe."""
GRACE = 30


def heed() -> None:
    """In a child, wait in the background for the parent's end; in a process of its own, do nothing."""
    if os.environ.pop(LEASH, None):
        threading.Thread(target=wait_for_parent, name="leash", daemon=True).start()


def wait_for_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE)
    os._exit(1)
