"""A worker process that seals, and is killed (SIGKILL) right after a named step."""

import os
import signal
from contextlib import ExitStack
from unittest.mock import patch

from marketplace import files
from marketplace.documents import sealing, sealing_jobs, timestamp_jobs, timestamps
from marketplace.documents.signals import document_sealed

STEPS = {
    "begun": (sealing_jobs, "_begin", 1),
    "rendered": (sealing_jobs, "render", 1),
    "text stored": (files, "put", 1),
    "signed": (sealing, "seal", 1),
    "checked": (sealing_jobs, "check_sealed", 1),
    "token kept": (timestamp_jobs, "_kept_token", 1),
    "stamped": (timestamps, "embed", 1),
    "seal stored": (files, "put", 2),
    "event written": (sealing_jobs, "record", 1),
    "others told": (document_sealed, "send", 1),
    "committed": (sealing_jobs, "_finish", 1),
}
"""Where each step of sealing ends: its owner, its name, at which call."""


def seal_and_die(settings, step):
    """Seal what waits and die after ``step``; exit code 3 if it was never reached."""
    from marketplace.app import create_app

    app = create_app(settings)
    with app.app_context(), ExitStack() as stack:
        owner, name, die_at = STEPS[step]
        stack.enter_context(patch.object(owner, name, _deadly(getattr(owner, name), die_at)))
        sealing_jobs.seal_pending()
    os._exit(3)


def _deadly(real, die_at):
    calls = []

    def step(*args, **values):
        result = real(*args, **values)
        calls.append(1)
        if len(calls) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return step
