"""The one loader: reads the templates of every trade's folder, checks them, installs one through the usual commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import automations.rules  # noqa: F401 - installs the check without which no rule is stored
from engine.commands.automations import create_automation
from engine.commands.boards import create_board
from engine.commands.samples import create_samples
from engine.commands.views import change_view, create_view
from engine.errors import NotFound
from engine.permissions import Actor
from engine.queries.groups import groups
from engine.queries.views import views as load_views
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Document
from engine.schema.meta import board_schema, check_document
from engine.session import Session
from engine.text import LANGUAGES, Language, Text

HERE = Path(__file__).parent
SCHEMA = HERE / "template.schema.json"
TODAY, ME = "@today", "@me"
GONE = Text(
    "There is no template “{key}”. Choose one of the gallery.",
    "Il n’y a pas de modèle « {key} ». Choisissez-en un dans la galerie.",
)


@dataclass(frozen=True)
class Template:
    """`key` is its folder and file: `stock.inventory`."""

    key: str
    title: Text
    description: Text
    icon: str
    document: Document
    groups: Sequence[Mapping[str, Any]]
    views: Sequence[Mapping[str, Any]]
    rules: Sequence[Mapping[str, Any]]
    items: Sequence[Mapping[str, Any]]

    @property
    def trade(self) -> str:
        return self.key.partition(".")[0]


@cache
def templates() -> tuple[Template, ...]:
    """Every template, by key. Raises jsonschema.ValidationError or Invalid for one that is wrong."""
    return tuple(read(path) for path in sorted(HERE.glob("*/*.json")))


def template(key: str) -> Template:
    """Raises NotFound."""
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise NotFound(GONE, key=key)
    return found


def read(path: Path) -> Template:
    content = msgspec.json.decode(path.read_bytes())
    validator().validate(content)
    check_document(content["document"])
    title, description = (Text(**content.pop(name)) for name in ("title", "description"))
    return Template(key=f"{path.parent.name}.{path.stem}", title=title, description=description, **content)


@cache
def validator() -> Draft202012Validator:
    """The registry is explicit, so that nothing is ever fetched."""
    registry = Registry().with_resource("urn:rouage:board", Resource.from_contents(board_schema()))
    return Draft202012Validator(msgspec.json.decode(SCHEMA.read_bytes()), registry=registry)


def install(session: Session, actor: Actor, key: str, *, with_samples: bool = True) -> CompiledBoard:
    """A board of the actor's own, in their language where a text has only one: groups, items, messages of rules.

    Rules come after the sample items, so that they do not act on them.
    """
    chosen, language = template(key), actor.language
    titles = [said(group["title"], language) for group in chosen.groups]
    document = {**chosen.document, "title": chosen.title.en, "x-labels": chosen.title._asdict()}
    board = create_board(session, actor, chosen.title.en, document=document, groups=titles, template=key)
    place_views(session, actor, board, chosen.views, language)
    if with_samples:
        place_samples(session, actor, board, chosen.items)
    for rule in chosen.rules:
        create_automation(session, actor, board, said(rule, language))
    return board


def place_views(
    session: Session, actor: Actor, board: CompiledBoard, views: Sequence[Mapping[str, Any]], language: Language
) -> None:
    main, *others = views
    stored = load_views(session, actor, board)[0]
    change_view(session, actor, board, stored.id, title=said(main["title"], language), settings=main["settings"])
    for view in others:
        create_view(session, actor, board, view["type"], said(view["title"], language), view["settings"])


def place_samples(session: Session, actor: Actor, board: CompiledBoard, items: Sequence[Mapping[str, Any]]) -> None:
    for place, group in enumerate(groups(session, board)):
        values = [sample(item["values"], actor) for item in items if item["group"] == place]
        if values:
            create_samples(session, actor, board, values, group_id=group.id)


def sample(values: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    return {key: sample_value(value, actor) for key, value in values.items()}


def sample_value(value: Any, actor: Actor) -> Any:
    """`@me` is the actor, `@today+12` the day twelve days from now."""
    if value == ME:
        return [actor.user_id]
    if isinstance(value, str) and value.startswith(TODAY):
        return (date.today() + timedelta(days=int(value.removeprefix(TODAY) or 0))).isoformat()  # noqa: DTZ011
    return said(value, actor.language)


def said(value: Any, language: Language) -> Any:
    """The value with every text in both languages replaced by the one in this language."""
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            return value[language]
        return {key: said(inner, language) for key, inner in value.items()}
    return [said(inner, language) for inner in value] if isinstance(value, list) else value
