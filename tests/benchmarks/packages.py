"""What the packages of filings cost, one and many.

``one package``: seconds on the clock, in one process, to check and fix the package of a recordal, to set
and seal its two papers and to pack the ZIP (``PACKAGES_ALONE`` of them, the median); the agreement's own
document is sealed before. Processor seconds stand beside it.
``memory``: the filings of one house are prepared in a single run by ``flask worker run`` as a process of
its own, and its resident memory is sampled from the start of the run until the last file is kept; the most
of it in the last quarter of the packages beside the most in the second quarter (the first warms caches).
What grows with the count shows. ``PACKAGES`` makes the run smaller; its progress and the seconds for each
package are printed.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.registration import services
from marketplace.registration.desk_models import FilingRun, Outcome
from marketplace.registration.models import Filing
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import make_organization, make_user, owner_of
from tests.benchmarks.documents import worker
from tests.benchmarks.report import Part, last_line
from tests.declarations.factories import make_patent, make_patentee
from tests.registration import scenes

MANY = int(os.environ.get("PACKAGES", "1000"))
ALONE = int(os.environ.get("PACKAGES_ALONE", "9"))
ONE_GOAL, GROWTH_GOAL = 1.0, 1.1
TICK_SECONDS = 0.2
PATIENCE_SECONDS = 7_200


def run(_given: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.sqlite'}"
        app = create_app(
            Settings(database_url=url, data_dir=folder, secret_key="benchmark", argon2_time_cost=1)
        )
        with app.app_context():
            db.create_all()
            recordals = _recordals(ALONE + 1 + MANY)
            parts = [
                _alone(recordals[: ALONE + 1]),
                _many(url, folder, recordals[ALONE + 1 :]),
            ]
            db.session.remove()
            db.engine.dispose()
    return last_line("packages", MANY, parts, ("typst", "openpyxl", "python-docx"))


def _recordals(count: int) -> list[int]:
    """Free open licenses in effect under one listing, their documents sealed; their recordals."""
    began = time.perf_counter()
    listing = deals.published(patents=[make_patent(make_patentee(**scenes.PARTY))])
    about, buyer = listing.id, make_user().id
    for number in range(count):
        owner = db.session.get_one(User, buyer)
        firm = make_organization(owner, **scenes.PARTY)
        deals.noticed(db.session.get_one(Listing, about), firm)
        db.session.expunge_all()
        if number % 100 == 99:
            print(f"{number + 1} licenses after {time.perf_counter() - began:.0f} s", flush=True)
    while seal_pending():
        db.session.expunge_all()
    print(
        f"sealed after {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]}", flush=True
    )
    rows = select(Filing.id).join(Agreement).where(Filing.kind == Duty.RECORDAL)
    return list(db.session.scalars(rows.order_by(Filing.id)))


def _alone(keys: Sequence[int]) -> Part:
    """One after the other, the first of them to warm."""
    wall, processor = [], []
    for key in keys:
        before = time.perf_counter(), time.process_time()
        filing = db.session.get_one(Filing, key)
        with transaction():
            services.prepare(filing, owner_of(filing.filer))
        seal_pending()
        if services.make_packages() != 1:
            raise RuntimeError("no package was made")
        wall.append(time.perf_counter() - before[0])
        processor.append(time.process_time() - before[1])
    print(f"alone: {[round(each, 2) for each in wall]} s, first to warm")
    print(
        f"alone: {statistics.median(processor[1:]):.3f} s of processor; load {os.getloadavg()[0]}"
    )
    figure = statistics.median(wall[1:])
    return Part("one package", figure, "s", f"≤ {ONE_GOAL:.0f} s", figure <= ONE_GOAL)


def _many(url: str, folder: Path, keys: Sequence[int]) -> Part:
    filings = [db.session.get_one(Filing, key) for key in keys]
    house = filings[0].filer
    with worker(url, folder) as process:
        began = time.perf_counter()
        with transaction():
            run_id = services.start_run(house, filings, owner_of(house)).id
        db.session.expunge_all()
        samples = _watched(process.pid, lambda: _made(keys), len(keys))
        seconds = time.perf_counter() - began
    prepared = _outcomes(run_id)
    if prepared != len(keys):
        raise RuntimeError(f"prepared {prepared} of {len(keys)}")
    print(f"one run: {seconds / len(keys):.2f} s a package; load {os.getloadavg()[0]}")
    growth = _growth(samples, len(keys))
    return Part("memory", growth, "share", f"≤ {GROWTH_GOAL}", growth <= GROWTH_GOAL)


def _made(keys: Sequence[int]) -> int:
    """How many of these packages have their file."""
    db.session.rollback()
    made = select(func.count(Filing.id)).where(
        Filing.id.between(min(keys), max(keys)),
        Filing.kind == Duty.RECORDAL,
        Filing.package_sha256.is_not(None),
    )
    return db.session.scalar(made) or 0


def _outcomes(run_id: int) -> int:
    run_row = db.session.get_one(FilingRun, run_id)
    return services.counts(run_row)[Outcome.PREPARED]


def _watched(pid: int, made: Callable[[], int], count: int) -> list[tuple[int, int]]:
    """How many were made and what the process held then, in KiB, until all are made."""
    samples, until, said = [], time.monotonic() + PATIENCE_SECONDS, 0
    while (done := made()) < count:
        samples.append((done, _resident(pid)))
        if done * 10 // count > said:
            said = done * 10 // count
            print(f"{done} of {count}: {samples[-1][1] // 1024} MiB", flush=True)
        if time.monotonic() > until:
            raise RuntimeError("the run does not end")
        time.sleep(TICK_SECONDS)
    samples.append((count, _resident(pid)))
    return samples


def _resident(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(each for each in text.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1])


def _growth(samples: Sequence[tuple[int, int]], count: int) -> float:
    """The most in the last quarter over the most in the second."""
    quarter = count / 4
    second = max(held for done, held in samples if quarter <= done < 2 * quarter)
    last = max(held for done, held in samples if done >= 3 * quarter)
    print(f"memory: {second // 1024} MiB in the second quarter, {last // 1024} MiB in the last")
    return last / second
