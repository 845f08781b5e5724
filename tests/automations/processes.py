"""A real worker process, and words to wait for what it does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.settings import Settings

WORKER = "from automations.worker import run_worker; from engine.settings import Settings; run_worker(Settings.load())"
BEAT = "from automations.worker import run_beat; from engine.settings import Settings; run_beat(Settings.load())"


def settings_for(
    folder: Path, database_url: str, *, redis_url: str | None = None, mail_url: str | None = None
) -> Settings:
    return Settings(
        data=folder,
        database_url=database_url,
        redis_url=redis_url,
        secret_key="a secret of the tests",
        mail_url=mail_url,
        mail_from="Rouage <rouage@example.com>",
        base_url="http://rouage.example.com",
    )


def start(settings: Settings, program: str = WORKER) -> subprocess.Popen[bytes]:
    given = {
        "ROUAGE_DATA_DIR": str(settings.data),
        "ROUAGE_DATABASE_URL": settings.database_url,
        "ROUAGE_REDIS_URL": settings.redis_url or "",
        "ROUAGE_SECRET_KEY": settings.secret_key,
        "ROUAGE_MAIL_URL": settings.mail_url or "",
        "ROUAGE_MAIL_FROM": settings.mail_from,
        "ROUAGE_BASE_URL": settings.base_url,
        "ROUAGE_RUNS_PER_MINUTE": "1000000",
    }
    with (settings.data / "worker.log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-c", program], env={**os.environ, **given}, stdout=log, stderr=log)


@contextmanager
def running(settings: Settings, program: str = WORKER) -> Iterator[subprocess.Popen[bytes]]:
    process = start(settings, program)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)
