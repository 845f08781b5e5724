"""A question asked of the driver is answered, watched and refused as SQLAlchemy would."""

from typing import Any

import pytest
import sqlalchemy as sa

from engine.errors import Invalid
from engine.models import Id, User, table_of
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import count
from engine.question import Question, plan_of
from engine.sqltypes import Flag, Moment
from tests.factories import Office

USERS = table_of(User)
WANTED = sa.bindparam("wanted", type_=Id)
ABOUT = (USERS.c.id, USERS.c.name, sa.type_coerce(USERS.c.id, Flag).label("flag"), USERS.c.created_at)


@pytest.mark.parametrize("once", [False, True])
def test_lines_are_what_sqlalchemy_reads(office: Office, *, once: bool) -> None:
    statement = sa.select(*ABOUT).where(USERS.c.id >= WANTED).order_by(USERS.c.id).limit(3)
    with office.read() as session:
        params = {"wanted": office.alice.user_id}
        expected = session.execute(statement, params).all()
        assert list(map(tuple, Question(statement, once=once).lines(session, params))) == list(map(tuple, expected))
        assert Question(statement, once=once).first(session, {"wanted": 10**9}) is None


def test_values_are_bound_as_their_types_bind_them(office: Office) -> None:
    with office.read() as session:
        made = session.scalars(sa.select(USERS.c.created_at).where(USERS.c.id == office.alice.user_id)).one()
        moment = sa.bindparam("moment", type_=Moment)
        question = Question(sa.select(USERS.c.id).where(USERS.c.created_at <= moment).order_by(USERS.c.id))
        assert (office.alice.user_id,) in list(map(tuple, question.lines(session, {"moment": made})))


def test_a_list_of_values_is_asked_for_too(office: Office) -> None:
    people = [office.alice.user_id, office.bob.user_id]
    question = Question(sa.select(USERS.c.id).where(USERS.c.id.in_(people)).order_by(USERS.c.id))
    with office.read() as session:
        assert [line[0] for line in question.lines(session, {})] == sorted(people)


def test_who_watches_sees_it(office: Office) -> None:
    seen: list[Any] = []
    sa.event.listen(office.database.reader, "before_cursor_execute", lambda *given: seen.append(given[2:4]))
    with office.read() as session:
        Question(sa.select(USERS.c.name).where(USERS.c.id == WANTED)).first(session, {"wanted": 1})
    ((sql, values),) = [one for one in seen if one[0].startswith("SELECT")]
    assert "users" in sql
    assert list(values.values() if isinstance(values, dict) else values) == [1]


def test_what_the_database_refuses_is_raised_as_ever(office: Office) -> None:
    nowhere = Question(sa.select(sa.column("id")).select_from(sa.table("nowhere")))
    with office.read() as session, pytest.raises(sa.exc.DBAPIError):
        nowhere.lines(session, {})


def test_a_glance_at_sqlite_begins_no_transaction(office: Office) -> None:
    question = Question(sa.select(USERS.c.name).where(USERS.c.id == WANTED))
    with office.database.glance() as connection:
        assert question.first(connection, {"wanted": office.alice.user_id}) is not None
        assert not (office.database.is_sqlite and connection.in_transaction())


def test_a_plan_is_worked_out_once(office: Office) -> None:
    statement, dialect = sa.select(USERS.c.name), office.database.reader.dialect
    if office.database.is_sqlite:
        assert plan_of(statement, dialect) is plan_of(statement, dialect)


def test_what_is_refused_once_is_refused_each_time(office: Office) -> None:
    board = office.stock()
    query = ItemQuery(filter={"column": "owner", "op": "is_empty", "value": {"column": "nowhere"}})
    for _ in range(3):
        with office.read() as session, pytest.raises(Invalid):
            count(session, board, query, context_for(session, office.alice))
