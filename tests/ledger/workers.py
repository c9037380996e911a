"""Many real processes on one PostgreSQL database, forked from this warm one and let loose at once."""

from multiprocessing import get_context

from marketplace.extensions import db

PATIENCE = 300


def fork_all(app, job, arguments):
    """Run ``job(*each)`` of every entry of ``arguments`` in a process of its own, all at once;
    returns their results in order. A job that raises fails the test."""
    db.session.remove()
    db.engine.dispose()
    context = get_context("fork")
    gate, answers = context.Barrier(len(arguments)), context.Queue()
    processes = [
        context.Process(target=_child, args=(app, gate, answers, place, job, each), daemon=True)
        for place, each in enumerate(arguments)
    ]
    for process in processes:
        process.start()
    found = dict(answers.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join(PATIENCE)
    errors = [each for each in found.values() if isinstance(each, Exception)]
    assert not errors, errors[:3]
    return [found[place] for place in range(len(arguments))]


def _child(app, gate, answers, place, job, arguments):
    with app.app_context():
        db.engine.dispose(close=False)
        try:
            gate.wait(PATIENCE)
            answer = job(*arguments)
        except Exception as error:
            answer = RuntimeError(f"{type(error).__name__}: {error}")
        finally:
            db.session.remove()
            db.engine.dispose()
    answers.put((place, answer))
