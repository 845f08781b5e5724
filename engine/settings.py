"""What an installation can be told: environment, files of secrets, data folder."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

DEFAULT_DATA = Path("rouage-data")


@dataclass(frozen=True, slots=True)
class Settings:
    """`mail_url` is `smtp://user:password@host:port`, or None: mails are then written to the data folder.

    `trusted_proxy` is the address of the one proxy whose X-Forwarded-For is believed.
    """

    data: Path
    database_url: str
    redis_url: str | None
    secret_key: str
    mail_url: str | None
    mail_from: str
    base_url: str
    trusted_proxy: str | None = None

    @classmethod
    def load(cls, data: Path | None = None) -> Self:
        folder = (data or Path(read("ROUAGE_DATA_DIR") or DEFAULT_DATA)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        return cls(
            data=folder,
            database_url=read("ROUAGE_DATABASE_URL") or f"sqlite:///{folder / 'rouage.db'}",
            redis_url=read("ROUAGE_REDIS_URL"),
            secret_key=read("ROUAGE_SECRET_KEY") or own_secret(folder / "secret"),
            mail_url=read("ROUAGE_MAIL_URL"),
            mail_from=read("ROUAGE_MAIL_FROM") or "rouage@localhost",
            base_url=read("ROUAGE_BASE_URL") or "http://127.0.0.1:8000",
            trusted_proxy=read("ROUAGE_TRUSTED_PROXY"),
        )


def read(name: str) -> str | None:
    """The variable, or the content of the file that `NAME_FILE` points to. Empty is as good as not there."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip() or None
    return os.environ.get(name) or None


def own_secret(path: Path) -> str:
    """Make the installation's secret once, readable by its owner only."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key
