"""Why somebody is told something: the kinds of notification, and how each is said. They are spelled here and nowhere else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from engine.text import Text


class NoticeKind(StrEnum):
    """Alphabetical."""

    ASKED = "asked"
    ASSIGNED = "assigned"
    AUTOMATION = "automation"
    INVITED = "invited"
    MENTIONED = "mentioned"
    REPLIED = "replied"


class Notice(NamedTuple):
    """`label` names the kind in settings. The sentences are filled with `author`, `item`, `board`, `count`, `message`."""

    label: Text
    icon: str
    sentence: Text
    many: Text | None = None


NOTICES: Mapping[NoticeKind, Notice] = {
    NoticeKind.ASSIGNED: Notice(
        Text("An item is assigned to me", "Un élément m’est attribué"),
        "circle-user-round",
        Text("{author} assigned you “{item}”", "{author} vous a attribué « {item} »"),
        Text("{author} assigned you {count} items", "{author} vous a attribué {count} éléments"),
    ),
    NoticeKind.MENTIONED: Notice(
        Text("Somebody mentions me in an update", "Quelqu’un me mentionne dans une mise à jour"),
        "message-square",
        Text("{author} mentioned you on “{item}”", "{author} vous a mentionné sur « {item} »"),
    ),
    NoticeKind.REPLIED: Notice(
        Text("Somebody replies to my update", "Quelqu’un répond à ma mise à jour"),
        "message-square",
        Text("{author} replied to you on “{item}”", "{author} vous a répondu sur « {item} »"),
    ),
    NoticeKind.INVITED: Notice(
        Text("I am invited to a board", "Je suis invité sur un tableau"),
        "users",
        Text("{author} invited you to the board “{board}”", "{author} vous a invité sur le tableau « {board} »"),
    ),
    NoticeKind.ASKED: Notice(
        Text("Somebody asks to change a board of mine", "Quelqu’un demande à modifier un de mes tableaux"),
        "users",
        Text(
            "{author} would like to change the board “{board}”. Share it with them as Contributor or Editor.",
            "{author} voudrait modifier le tableau « {board} ». Partagez-le avec le rôle Contributeur ou Éditeur.",
        ),
    ),
    NoticeKind.AUTOMATION: Notice(
        Text("An automation notifies me", "Une automatisation me notifie"), "zap", Text("{message}", "{message}")
    ),
}
AN_AUTOMATION = Text("An automation", "Une automatisation")
SOMEBODY = Text("Somebody", "Quelqu’un")
AN_ITEM = Text("an item", "un élément")
