"""Errors that a person can act on: a sentence in both languages, the field it is about, a status."""

from collections.abc import Mapping, Sequence

from engine.text import Language, Text


class EngineError(Exception):
    """Base of all refusals. `field` is the key of the column or setting that the sentence is about."""

    status = 400
    code = "refused"

    def __init__(self, text: Text, *, field: str | None = None, **params: object) -> None:
        super().__init__(text.say("en", **params))
        self.text, self.field, self.params = text, field, params

    def say(self, language: Language) -> str:
        return self.text.say(language, **self.params)

    def details(self) -> Mapping[str, object]:
        """JSON that goes beside the sentence in a problem+json answer."""
        return {}


class Invalid(EngineError):
    """A value, setting, filter or rule that cannot be accepted."""

    status = 422
    code = "invalid"


class Locked(Invalid):
    """A cell that the actor may see but not change."""

    status = 403
    code = "locked"


class InvalidMany(EngineError):
    """Several refusals of one input, each with its own field."""

    status = 422
    code = "invalid"

    def __init__(self, errors: Sequence[Invalid]) -> None:
        first = errors[0]
        super().__init__(first.text, field=first.field)
        self.params, self.errors = first.params, list(errors)
        self.args = first.args


class NotFound(EngineError):
    """It does not exist, or the actor may not know that it does."""

    status = 404
    code = "not_found"

    def __init__(self, text: Text | None = None, *, field: str | None = None, **params: object) -> None:
        super().__init__(
            text
            or Text(
                "This page or item does not exist, or is not shared with you.",
                "Cette page ou cet élément n’existe pas, ou n’est pas partagé avec vous.",
            ),
            field=field,
            **params,
        )


class Forbidden(EngineError):
    """The actor sees it but may not do this."""

    status = 403
    code = "forbidden"


class Taken(EngineError):
    """Somebody else has just given another item a value that only one may hold."""

    status = 409
    code = "taken"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Another item has just been given a value that only one item may hold. Reload, and give another value.",
                "Un autre élément vient de recevoir une valeur qu’un seul élément peut avoir. Rechargez, puis donnez une autre valeur.",
            )
        )


class Unavailable(EngineError):
    """The database cannot store or answer just now; nothing of the request was kept."""

    status = 503
    code = "unavailable"

    def details(self) -> Mapping[str, object]:
        return {"retry_after": 5}


class Conflict(EngineError):
    """Somebody else changed the same cell first; carries both values so that nothing typed is lost."""

    status = 409
    code = "conflict"

    def __init__(
        self, text: Text, *, field: str, yours: object, theirs: object, version: int, **params: object
    ) -> None:
        super().__init__(text, field=field, **params)
        self.yours, self.theirs, self.version = yours, theirs, version

    def details(self) -> Mapping[str, object]:
        return {"yours": self.yours, "theirs": self.theirs, "version": self.version}
