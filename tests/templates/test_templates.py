"""Every template of every folder: well-formed, bilingual, installable, with rules that work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import ValidationError

from automations.places import places_for
from automations.sentences import plain_sentence
from engine.commands.samples import remove_samples
from engine.errors import Forbidden, NotFound
from engine.queries.automations import automations_on
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.queries.samples import sample_ids
from engine.queries.views import views
from engine.text import LANGUAGES, Language
from templates_boards import loader
from templates_boards.loader import install, said, template, templates
from tests.factories import Office

KEYS = [one.key for one in templates()]


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in both languages, wherever it stands."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_there_is_the_inventory() -> None:
    assert "stock.inventory" in KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_label_is_in_both_languages(key: str) -> None:
    one = template(key)
    for name, node in one.document["properties"].items():
        about = node["x-column"]
        assert set(about["labels"]) == set(LANGUAGES), name
        for option in about.get("settings", {}).get("options", ()):
            assert set(option["labels"]) == set(LANGUAGES), option
    assert all(text["en"] and text["fr"] for text in texts([list(one.groups), list(one.items), list(one.rules)]))


@pytest.mark.parametrize("key", KEYS)
def test_french_keeps_its_spaces_together(key: str) -> None:
    one = template(key)
    for text in [one.description._asdict(), *texts([list(one.items), list(one.rules)])]:
        assert not any(f" {sign}" in text["fr"] for sign in ":;?!»"), text["fr"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_it_installs_with_items_views_and_rules(office: Office, key: str, language: Language) -> None:
    actor, chosen = replace(office.alice, language=language), template(key)
    with office.write() as session:
        board = install(session, actor, key)
    with office.read() as session:
        items = page(session, board, ItemQuery(), context_for(session, actor)).items
        rules = automations_on(session, board)
        sentences = [plain_sentence(rule.rule, board, places_for(session, actor), language) for rule in rules]
        assert [group.title for group in groups(session, board)] == [said(g["title"], language) for g in chosen.groups]
        assert [view.title for view in views(session, actor, board)] == [
            said(view["title"], language) for view in chosen.views
        ]
    assert [item.name for item in items] == [said(item["values"]["name"], language) for item in chosen.items]
    assert board.title(language) == chosen.title.say(language)
    assert len(sentences) == len(chosen.rules)
    assert all(rule.enabled for rule in rules)


def test_the_sample_owner_is_who_installs(office: Office) -> None:
    with office.write() as session:
        board = install(session, office.bob, "stock.inventory")
    with office.read() as session:
        items = page(session, board, ItemQuery(), context_for(session, office.bob)).items
    assert {tuple(item.values["owner"]) for item in items} == {(office.bob.user_id,)}


def test_without_samples_the_board_is_empty(office: Office) -> None:
    with office.write() as session:
        board = install(session, office.alice, "stock.inventory", with_samples=False)
    with office.read() as session:
        assert page(session, board, ItemQuery(), context_for(session, office.alice)).items == []
        assert len(groups(session, board)) == 2


def test_samples_go_in_one_step_and_leave_what_is_real(office: Office) -> None:
    with office.write() as session:
        board = install(session, office.alice, "stock.inventory")
    office.item(board, name="Real")
    with office.write() as session:
        assert len(remove_samples(session, office.alice, board)) == 9
    with office.read() as session:
        left = page(session, board, ItemQuery(), context_for(session, office.alice)).items
        assert [item.name for item in left] == ["Real"]
        assert sample_ids(session, board) == []


def test_samples_removed_twice_make_one_event(office: Office) -> None:
    with office.write() as session:
        board = install(session, office.alice, "stock.inventory")
    with office.write() as session:
        remove_samples(session, office.alice, board)
        assert remove_samples(session, office.alice, board) == []


def test_a_viewer_may_not_install(office: Office) -> None:
    with office.write() as session, pytest.raises(Forbidden):
        install(session, office.charlie, "stock.inventory")


def test_an_unknown_template_is_refused(office: Office) -> None:
    with office.write() as session, pytest.raises(NotFound):
        install(session, office.alice, "stock.nothing")


@pytest.mark.parametrize(
    "broken",
    [
        {"title": {"en": "Only English"}},
        {"document": {"properties": {}}},
        {"groups": []},
        {"items": [{"group": 0, "values": {"sku": "no name"}}]},
        {"extra": 1},
    ],
)
def test_a_wrong_template_is_refused(broken: dict[str, Any]) -> None:
    one = template("stock.inventory")
    content = {name: getattr(one, name) for name in ("icon", "document", "groups", "views", "rules", "items")}
    content |= {"title": one.title._asdict(), "description": one.description._asdict()}
    assert loader.validator().is_valid(content)
    with pytest.raises(ValidationError):
        loader.validator().validate({**content, **broken})
