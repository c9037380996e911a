"""What somebody waits for does not queue behind the rest of the work."""

import os
import signal
import threading
import time

from marketplace.app import create_app
from marketplace.config import current_settings
from marketplace.documents.models import DocumentStatus
from marketplace.extensions import db
from marketplace.followers import Task, lease, workforce
from marketplace.worker.services import serve_awaited
from tests import warm
from tests.documents.factories import make_document


def served(app, wanted, patience=20.0):
    """Serve what is awaited in a thread until ``wanted`` holds; whether it came to hold."""
    stopping = threading.Event()

    def serve():
        with app.app_context():
            serve_awaited(stopping, 0.02)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        return _comes(wanted, patience)
    finally:
        stopping.set()
        thread.join()


def _comes(wanted, patience):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        db.session.rollback()
        db.session.expire_all()
        if wanted():
            return True
        time.sleep(0.02)
    return False


def test_a_document_is_sealed_while_the_rest_of_the_work_stands_still(app):
    document = make_document()
    with lease("sequencer"), lease("follower:mail"), lease("follower:search"):
        assert served(app, lambda: document.status == DocumentStatus.SEALED)


def test_what_nobody_waits_for_is_left_to_the_usual_round(app, monkeypatch):
    """Negative control: a task is served apart because it says that it is awaited."""
    tasks = workforce(app).tasks
    kept = tasks["documents:seal"]
    monkeypatch.setitem(tasks, kept.name, Task(kept.name, kept.run, kept.every_seconds))
    document = make_document()
    assert not served(app, lambda: document.status == DocumentStatus.SEALED, patience=0.5)


def test_nothing_is_run_while_nothing_is_awaited(app, monkeypatch):
    ran = []
    task = Task("probe", lambda: ran.append(1), 1, is_awaited=lambda: False)
    monkeypatch.setitem(workforce(app).tasks, "probe", task)
    assert not served(app, lambda: bool(ran), patience=0.3)


def test_the_worker_seals_at_once_and_ends_when_told_to(app):
    context = warm.context()  # typst has threads, which a fork of this process lacks
    worker = context.Process(target=work, args=(current_settings(),))
    worker.start()
    try:
        document = make_document()
        assert _comes(lambda: document.status == DocumentStatus.SEALED, 60)
        os.kill(worker.pid, signal.SIGTERM)
        worker.join(30)
        assert worker.exitcode == 0
    finally:
        worker.kill()


def test_a_worker_whose_waiting_work_breaks_ends_with_it(app, monkeypatch):
    def broken():
        raise OSError("the database is gone")

    monkeypatch.setitem(workforce(app).tasks, "probe", Task("probe", broken, 1, is_awaited=broken))
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert app.test_cli_runner().invoke(args=["worker", "run"]).exit_code == 1


def work(settings):
    os._exit(create_app(settings).test_cli_runner().invoke(args=["worker", "run"]).exit_code)
