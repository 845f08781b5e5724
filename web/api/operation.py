"""What one operation of the API is: a plain function whose signature says what it takes, asks for and gives.

    @creates("/boards", Text("Create a board", "Créer un tableau"))
    def create(session: Session, actor: Actor, given: NewBoard) -> Board: ...

A parameter is filled by its name: `session` (one transaction, begun for it), `actor`, `given` (the JSON body),
`asked` (the query parameters), `versions` (of If-Match; None without), `upload` (a file), `data` (the installation's
data folder), and those of the path. `prepare` is called in the same way before the transaction, with `database`; what
it returns is `prepared`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from engine.text import Text
from web.api.shapes import Nothing
from web.policy import Policy

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`writes`: its session may change things. `status`: of an answer that is no refusal.

    `brief`: whether it is done in no time with these query parameters.
    """

    name: str
    verb: str
    policy: Policy
    function: Function
    prepare: Function | None
    summary: Text
    takes: Any
    asks: Any
    gives: Any
    writes: bool
    status: int
    brief: Callable[[Mapping[str, str]], bool] | None
    parameters: frozenset[str]

    @property
    def takes_a_file(self) -> bool:
        return "upload" in self.parameters

    @property
    def topic(self) -> str:
        """The module that holds it: operations of one topic stand together in the documentation."""
        return self.function.__module__.rpartition(".")[2]


def described(
    function: Function,
    summary: Text,
    verb: str,
    *,
    writes: bool,
    status: int = 200,
    policy: Policy = Policy.TOKEN,
    prepare: Function | None = None,
    brief: Callable[[Mapping[str, str]], bool] | None = None,
) -> Operation:
    functions = [prepare, function] if prepare else [function]
    hints = {name: hint for one in functions for name, hint in get_type_hints(one, include_extras=True).items()}
    return Operation(
        name=f"{function.__module__.rpartition('.')[2]}_{function.__name__}",
        verb=verb,
        policy=policy,
        function=function,
        prepare=prepare,
        summary=summary,
        takes=hints.get("given"),
        asks=hints.get("asked", Nothing),
        gives=hints["return"],
        writes=writes,
        status=status,
        brief=brief,
        parameters=frozenset().union(*(parameters_of(one) for one in functions)),
    )


@cache
def parameters_of(function: Function) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)
