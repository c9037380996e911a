"""Several real processes on one PostgreSQL database, let loose at the same moment.

Each worker is a process of its own with an application of its own. A job is a function of
``tests.flows.jobs``; all workers wait for each other at the gate before they start it.
"""

from concurrent.futures import ProcessPoolExecutor

from tests import warm

WORKERS = 4
PATIENCE = 300

_gate = None
_apps = {}


def _start(gate):
    global _gate
    _gate = gate


def meet():
    """Wait until every worker has come this far."""
    _gate.wait(PATIENCE / 2)


def _work(settings, job, arguments):
    from marketplace.app import create_app
    from marketplace.extensions import db

    if settings.database_url not in _apps:
        _apps[settings.database_url] = create_app(settings)
    app = _apps[settings.database_url]
    with app.app_context():
        try:
            meet()
            return job(app, *arguments)
        finally:
            db.session.remove()
            db.engine.dispose()


class Crew:
    """The workers. ``at_once`` runs one job in each of them and returns their results."""

    def __init__(self):
        context = warm.context()
        self._pool = ProcessPoolExecutor(
            WORKERS, mp_context=context, initializer=_start, initargs=(context.Barrier(WORKERS),)
        )

    def at_once(self, app, job, *arguments_of_each):
        assert len(arguments_of_each) == WORKERS
        settings = app.extensions["settings"]
        futures = [self._pool.submit(_work, settings, job, each) for each in arguments_of_each]
        return [future.result(PATIENCE) for future in futures]

    def close(self):
        self._pool.shutdown()
