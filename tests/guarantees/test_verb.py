"""`rouage guarantees` tells of each promise, and its exit code tells a script."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner

from engine.text import Text
from web.cli import main
from web.promise import Promise
from web.storms.broken import check
from web.storms.ground import Ground


class Kept(Promise):
    sentence = Text("The sun rises.", "Le soleil se lève.")

    def keep(self, ground: Ground) -> Mapping[str, object]:
        return {"suns": ground.size(1, 2)}


class Lost(Promise):
    sentence = Text("It never rains.", "Il ne pleut jamais.")

    def keep(self, ground: Ground) -> Mapping[str, object]:
        (ground.folder / "programs.log").write_text("It began at three.\n")
        check(ground.kind == "sqlite", "3 drops")
        return {"drops": 0}


class Stumbles(Promise):
    sentence = Text("Nobody falls.", "Personne ne tombe.")

    def keep(self, ground: Ground) -> Mapping[str, object]:
        raise RuntimeError("a stone")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "web.promise.promises", lambda: {"kept": named(Kept), "lost": named(Lost), "stumbles": named(Stumbles)}
    )


def named(kind: type[Promise]) -> Promise:
    promise = kind()
    promise.__dict__["name"] = kind.__name__.lower()
    return promise


def run(*arguments: str) -> tuple[int, list[str]]:
    done = CliRunner(env={"LANG": "en_GB.UTF-8", "LC_ALL": ""}).invoke(main, ["guarantees", *arguments])
    return done.exit_code, done.output.splitlines()


def test_all_that_is_kept_is_counted() -> None:
    code, lines = run("--only", "kept", "--seed", "7")
    assert code == 0
    assert lines == [
        "Seed 7",
        "The sun rises.",
        "kept    kept on sqlite: suns 2 (0 s)",
        "The sun rises.",
        "kept    kept on postgresql: suns 2 (0 s)",
        "2 of 2 kept",
    ]


def test_what_is_broken_says_what_was_lost_and_what_the_programs_said() -> None:
    code, lines = run("--only", "lost", "--short")
    assert code == 1
    assert "BROKEN  lost on postgresql: 3 drops" in lines
    assert "It began at three." in lines
    assert lines[-1] == "1 of 2 kept"


def test_storm_that_stumbles_is_broken_and_the_next_one_is_run() -> None:
    code, lines = run("--only", "stumbles", "--only", "kept", "--database", "sqlite")
    assert code == 1
    assert "BROKEN  stumbles on sqlite: RuntimeError: a stone" in lines
    assert lines[-1] == "1 of 2 kept"


def test_unknown_promise_is_refused_with_those_there_are() -> None:
    code, lines = run("--only", "moon")
    assert code == 1
    assert lines == ["Error: There is no promise “moon”: kept, lost, stumbles"]
