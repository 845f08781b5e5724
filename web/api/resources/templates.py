"""Ready-made boards: list them, install one."""

from typing import Annotated

from engine.permissions import Actor, Permission, require
from engine.session import Session
from engine.text import Text
from templates_boards.loader import install, templates
from web.api.resources.boards import Board, shown_board
from web.api.routing import creates, reads
from web.api.shapes import Shown, Taken, told


class Template(Shown):
    key: str
    trade: Annotated[str, told("`stock`, `hr`, `finance`…", "`stock`, `hr`, `finance`…")]
    title: str
    description: str
    columns: Annotated[list[str], told("Keys of its columns", "Clés de ses colonnes")]
    rules: Annotated[int, told("How many automations it brings", "Combien d’automatisations il apporte")]


class Templates(Shown):
    templates: list[Template]


class Installation(Taken):
    samples: Annotated[bool, told("Whether sample items come along", "Si des éléments d’exemple l’accompagnent")] = True


@reads("/templates", Text("List the templates", "Lister les modèles"))
def listing(actor: Actor) -> Templates:
    require(actor, Permission.WORKSPACE_VIEW)
    return Templates(
        templates=[
            Template(
                key=one.key,
                trade=one.trade,
                title=one.title.say(actor.language),
                description=one.description.say(actor.language),
                columns=list(one.document["properties"]),
                rules=len(one.rules),
            )
            for one in templates()
        ]
    )


@creates(
    "/templates/{template:str}/install",
    Text("Create a board from a template", "Créer un tableau à partir d’un modèle"),
)
def create(session: Session, actor: Actor, template: str, given: Installation) -> Board:
    return shown_board(session, actor, install(session, actor, template, with_samples=given.samples))


routes = [listing, create]
