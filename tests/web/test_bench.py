"""That the bench measures what it says, not how fast this machine is."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from engine.commands import shortcuts
from engine.errors import EngineError
from web.bench import field, operations
from web.bench.audience import Word
from web.bench.bound import Bound, Figure, Measured
from web.bench.operations import live, reads, rules, writes
from web.cli import main

ITEMS = "300"


@pytest.fixture(autouse=True)
def english_and_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few samples, and bounds that any machine keeps."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setattr(field.Field, "samples", 2)
    monkeypatch.setattr(Bound, "kept", lambda *_: True)


def bench(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bench", "--items", ITEMS, *arguments])


def test_a_missed_bound_is_said_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr(field.Field, "samples", 2)
    monkeypatch.setattr(Bound, "on", lambda *_, **__: 0.0)
    done = bench("--only", "search")
    assert done.exit_code == 1
    assert "missed by" in done.output
    assert done.output.splitlines()[-1] == "0 of 1 within bounds"


def test_a_run_is_compared_with_an_earlier_one(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_bytes(msgspec.json.encode({"figures": {"page_json": {"median": 1e9}}}))
    done = bench("--only", "page_json", "--compare", str(earlier))
    assert done.exit_code == 0, done.output
    assert "× then" in done.output
    assert done.output.splitlines()[-2].split()[-1] == "0.00"


def test_open_pages_are_measured_in_a_process_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(live, "PAGES", 5)
    monkeypatch.setattr(live, "SECONDS", 1.0)
    monkeypatch.setattr(live, "EDITS", 2)
    target = tmp_path / "figures.json"
    done = bench("--only", "live", "--json", str(target))
    assert done.exit_code == 0, done.output
    found = msgspec.json.decode(target.read_bytes())["figures"]
    assert list(found) == ["visible", "listeners", "listeners_cpu"]
    assert found["visible"]["note"].startswith("an event stream")
    assert found["listeners"]["note"].startswith("median")
    assert found["listeners_cpu"]["note"] is None


def test_a_page_that_does_not_hear_of_everything_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAGES", 2)
    assert live.delays({7: 1.0}, [Word(7, 1.5), Word(7, 1.25), Word(8, 2.0)]) == [500, 250]
    with pytest.raises(EngineError, match="1 of 2"):
        live.delays({7: 1.0}, [Word(7, 1.5)])


def test_an_unknown_name_is_answered_with_the_names() -> None:
    done = bench("--only", "nothing")
    assert done.exit_code == 1
    assert "page_json" in done.output


def test_names_of_lines_and_groups_are_told_apart() -> None:
    names = [line.name for line in operations.lines()]
    assert len({*names, *operations.operations}) == len(names) + len(operations.operations)
    assert [line.name for line in operations.lines("reads")][1] == "page_json"


def test_postgresql_may_take_twice_the_time_but_not_twice_the_memory() -> None:
    assert Bound(4).on(100, sqlite=False) == 8
    assert Bound(400, "/s").on(100, sqlite=False) == 200
    assert Bound(250, "MB").on(100, sqlite=False) == 250
    assert Bound(2, million=5).on(1_000_000, sqlite=True) == 5


def test_what_is_promised_of_a_hundred_thousand_items_is_not_promised_of_a_million() -> None:
    assert Bound(4).on(1_000_000, sqlite=True) is None
    assert Bound(4).on(1_000_000, sqlite=False) is None


def test_rules_are_measured_without_redis_and_rung_by_a_redis_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "EFFECTS", 40)
    target = tmp_path / "figures.json"
    done = bench("--only", "rules", "--redis", "--json", str(target))
    assert done.exit_code == 0, done.output
    found = msgspec.json.decode(target.read_bytes())["figures"]
    assert list(found) == ["effect", "effect_redis", "effects"]
    assert [figure["note"] for figure in found.values()] == [None] * 3


def test_a_rate_is_kept_from_its_bound_upwards() -> None:
    rate = Bound(400, "/s")
    assert Figure("x", "x", "/s", 400, True, Measured(median=200, raw=800)).ratio == 4  # type: ignore[arg-type]
    assert rate.at_least
    assert not Bound(4).at_least


def test_a_group_is_measured_and_written_down_and_a_line_that_goes_wrong_is_missed_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(_: field.Field) -> Measured:
        raise ValueError("no such luck")

    monkeypatch.setattr(writes, "cell", refuse)
    target = tmp_path / "figures.json"
    done = bench("--only", "writes", "--json", str(target))
    assert done.exit_code == 1, done.output
    assert "no such luck" in done.output
    assert done.output.splitlines()[-1] == "2 of 3 within bounds"
    found = msgspec.json.decode(target.read_bytes())
    assert (found["items"], found["columns"]) == (300, 13)
    assert set(found["machine"]) >= {"processor", "cores", "load", "python"}
    refused, *measured = found["figures"].values()
    assert list(found["figures"]) == ["cell", "create", "create_1000"]
    assert (refused["median"], refused["kept"], refused["note"]) == (None, False, "no such luck")
    for figure in measured:
        assert min(figure["median"], figure["raw"], figure["inside"]) > 0
        assert figure["statements"] > 1
    assert bench("--only", "cell", "--compare", str(target)).exit_code == 1


def test_the_indexed_line_has_its_index_and_the_other_line_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MANY", 100)
    monkeypatch.setattr(shortcuts, "MANY", 100)
    done = bench("--only", "sorted_indexed")
    assert "a saved view filters and sorts so" in done.output
    monkeypatch.setattr(reads, "tend_shortcuts", lambda _: None)
    done = bench("--only", "sorted_indexed")
    assert done.exit_code == 1
    assert "was not built" in done.output


def test_a_board_that_is_too_small_for_an_index_is_said_to_be() -> None:
    assert "has no index for a view" in bench("--only", "sorted_indexed").output
