"""The Celery tasks: ids in, one function called. A task may be lost or run twice; the database says what is left to do."""

from celery import Celery

from automations import bell, deliveries, runner
from automations.installation import installation, lane
from engine.commands import jobs

app = Celery("rouage")


@app.task
def drain(board_id: int) -> None:
    here = installation()
    runner.drain(here.db, board_id, here.limits, here.stopping.is_set)
    here.told.set()


@app.task
def deliver(delivery_id: int) -> None:
    here = installation()
    with lane("deliveries", 2) as free:
        if free:
            deliveries.deliver_from(here.db, here.settings, delivery_id, here.stopping.is_set)


@app.task
def work(job_id: int) -> None:
    with lane("jobs", 1) as free:
        if free:
            jobs.work(installation().db, job_id)
            installation().told.set()


@app.task
def tick() -> None:
    bell.ring_all(installation().db, RUNG)


RUNG = {"drain": drain, "deliver": deliver, "work": work}
