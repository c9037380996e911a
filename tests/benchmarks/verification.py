"""How long a stranger takes to check a whole trail, offline, with the standard library alone.

A trail of 100,000 events is written by the site's own service in many batches with a checkpoint
after each, exported by ``audit export``, and judged by the verifier that lies in the package, in a
process of its own without site packages.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from marketplace.app import create_app
from marketplace.audit import checkpoints, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import Fact, record_all
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.evidence.trail import export
from marketplace.extensions import db
from tests.benchmarks.report import Part, last_line

EVENTS = 100_000
BATCHES = 40
LIMIT_SECONDS = 30
RUNS = 3


class Deal:
    __tablename__ = "agreements"

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id


def run(_: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = folder / "trail.zip"
        write(folder, package, EVENTS, BATCHES)
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder, [n for n in archive.namelist() if n.startswith("verifier/")])
        seconds = [judge(folder, package) for _ in range(RUNS)]
        print(f"package {package.stat().st_size / 2**20:.1f} MiB; runs {seconds}")
    figure = statistics.median(seconds)
    goal = f"≤ {LIMIT_SECONDS} s"
    part = Part(f"{EVENTS} events", figure, "s", goal, figure <= LIMIT_SECONDS)
    return last_line("verification", EVENTS, [part])


def write(folder: Path, package: Path, events: int, batches: int) -> None:
    """A trail of so many events about many deals, and its export."""
    url = f"sqlite:///{folder / 'trail.sqlite'}"
    app = create_app(Settings(database_url=url, data_dir=folder, secret_key="benchmark"))
    with app.app_context():
        db.create_all()
        for batch in range(batches):
            with transaction():
                record_all(facts(batch, events // batches), SYSTEM)
            sequencer.sequence()
            checkpoints.make_checkpoint()
        export(package)
        db.session.remove()
        db.engine.dispose()


def facts(batch: int, count: int):
    """Events as a busy site writes them: texts, amounts, hashes, related records."""
    for number in range(count):
        deal = Deal(f"{batch:06d}{number // 8:010d}")
        data = {
            "amount_fen": number * 100,
            "text_sha256": f"{number:064x}",
            "reason": "按照公告的许可使用费支付方式、标准付款",
            "due_on": "2027-03-31",
        }
        yield Fact("agreement:sign", deal, (Deal(f"{number:016d}"),), data)


def judge(folder: Path, package: Path) -> float:
    """Seconds of the verifier as a whole process; it must find the trail sound."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-m", "verifier", str(package)],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return round(seconds, 2)
