"""The verbs of the command line, in a data folder of their own."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.db import Database
from engine.queries.members import actor_by_email, actor_by_token
from engine.settings import Settings
from web import verbs
from web.cli import main

PASSWORD = "une bonne phrase\n"


@pytest.fixture(autouse=True)
def english_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROUAGE_DATABASE_URL", "ROUAGE_REDIS_URL", "ROUAGE_DATA_DIR", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def rouage(folder: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(folder)], input=typed)


def test_every_module_of_the_folder_is_a_verb() -> None:
    modules = [path.stem for path in Path(verbs.__path__[0]).glob("*.py") if path.stem != "__init__"]
    assert len(main.commands) == len(modules)
    assert {"up", "web", "worker", "beat", "db", "user", "token", "doctor", "version"} <= set(main.commands)


def test_an_owner_and_a_token_from_the_shell(tmp_path: Path) -> None:
    made = rouage(tmp_path, "user", "create", "Eve@example.com", "--name", "Eve", "--owner", typed=PASSWORD)
    assert made.exit_code == 0, made.output
    printed = rouage(tmp_path, "token", "create", "--user", "eve@example.com").stdout
    with Database.of(Settings.load(tmp_path)).read() as session:
        program = actor_by_token(session, printed.strip())
        assert program is not None
        assert (program.user_id, program.role) == (actor_by_email(session, "eve@example.com").user_id, "owner")
    assert printed == printed.strip() + "\n"


def test_the_password_is_stored_as_argon2(tmp_path: Path) -> None:
    rouage(tmp_path, "user", "create", "eve@example.com", "--name", "Eve", typed=PASSWORD)
    stored = (tmp_path / "rouage.db").read_bytes() + (tmp_path / "rouage.db-wal").read_bytes()
    assert b"$argon2id$" in stored
    assert PASSWORD.strip().encode() not in stored


@pytest.mark.parametrize(("language", "sentence"), [("en_GB", "has an account already"), ("fr_FR", "a déjà un compte")])
def test_a_refusal_is_a_sentence_in_the_terminals_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    rouage(tmp_path, "user", "create", "eve@example.com", "--name", "Eve", typed=PASSWORD)
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    again = rouage(tmp_path, "user", "create", "eve@example.com", "--name", "Eve", typed=PASSWORD)
    assert again.exit_code == 1
    assert sentence in again.output
    assert "Traceback" not in again.output


def test_db_check_tells_what_upgrade_repairs(tmp_path: Path) -> None:
    assert rouage(tmp_path, "db", "check").exit_code == 1
    assert rouage(tmp_path, "db", "upgrade").exit_code == 0
    assert rouage(tmp_path, "db", "check").exit_code == 0


def test_doctor_hides_secrets_and_finds_the_missing_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUAGE_SECRET_KEY", "canary-of-the-key")
    monkeypatch.setenv("ROUAGE_MAIL_URL", "smtp://me:canary-of-the-mail@mail.example:25")
    rouage(tmp_path, "db", "upgrade")
    told = rouage(tmp_path, "doctor")
    assert told.exit_code == 1
    assert "canary" not in told.output
    assert "! worker" in told.output
    assert "(safe)" in told.output


def test_version(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["version"]).output.strip().count(".") == 2


def test_a_database_is_copied_into_an_empty_one(tmp_path: Path) -> None:
    rouage(tmp_path, "user", "create", "eve@example.com", "--name", "Eve", "--owner", typed=PASSWORD)
    target = f"sqlite:///{tmp_path}/other.db"
    done = rouage(tmp_path, "db", "copy", "--to", target)
    assert done.exit_code == 0, done.output
    assert "equal in both databases" in done.output
    with Database(target).read() as session:
        assert actor_by_email(session, "eve@example.com").role == "owner"
    again = rouage(tmp_path, "db", "copy", "--to", target)
    assert again.exit_code == 1
    assert "is not empty" in again.output


def test_a_backup_is_made_proved_and_restored(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    rouage(old, "user", "create", "eve@example.com", "--name", "Eve", "--owner", typed=PASSWORD)
    done = rouage(old, "backup")
    assert done.exit_code == 0, done.output
    (file,) = (old / "backups").iterdir()
    assert f"{file}: " in done.output
    proved = rouage(old, "restore", str(file), "--verify")
    assert proved.exit_code == 0, proved.output
    assert "equal to what was backed up" in proved.output
    restored = rouage(new, "restore", str(file))
    assert restored.exit_code == 0, restored.output
    with Database.of(Settings.load(new)).read() as session:
        assert actor_by_email(session, "eve@example.com").role == "owner"
    assert rouage(old, "restore", str(file)).exit_code == 1
