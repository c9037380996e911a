"""Does the site's own search find the patent that a text in demand language was written about?

The list comes in through the site's own import, without its 产业化前景 (market outlook) column,
for the queries were taken from it; the follower of the sequence fills the index; the answers come
from the function behind ``/api/v1/patents``. BM25 over character bigrams of title and advantage
answers the same queries over the same patents in the same run.
"""

import argparse
import csv
import gzip
import hashlib
import io
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import OrganizationKind
from marketplace.app import create_app
from marketplace.audit.actors import SYSTEM
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.patents import importing, numbers
from marketplace.patents.models import Patent
from marketplace.search.parameters import LONGEST_QUERY
from marketplace.search.queries import search_patents
from marketplace.worker.services import drain
from tests.accounts.factories import make_organization
from tests.benchmarks.bigrams import BigramBM25
from tests.benchmarks.report import Part, last_line

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LIST = DATA / "lists" / "open_license_gdut_2026_march.csv.gz"
QUERIES = DATA / "relevance" / "rel_cn_outlook_known_item_dev.csv"
OUTLOOK = ("market_outlook", "产业化前景", "市场前景", "outlook")

PATENTEE = ("patentee", "专利权人")
PEER = "BM25 of character bigrams over title and advantage"

Answer = Callable[[str], Sequence[str]]
Questions = list[tuple[str, str]]


def run(given: argparse.Namespace) -> str:
    rows = read_rows(given.list or LIST)
    with tempfile.TemporaryDirectory() as folder:
        app = _site(Path(folder))
        with app.app_context():
            known = fill(without_outlook(rows), _first(rows, PATENTEE))
            questions = read_questions(given.queries or QUERIES, known)
            peer = BigramBM25(_peer_texts())
            parts, lines = compare(questions, site_answer, peer.best)
            db.session.remove()
            db.engine.dispose()
    for line in lines:
        print(line)
    return last_line("relevance", len(questions), parts, ("whoosh-reloaded", "rjieba"))


def compare(questions: Questions, site: Answer, peer: Answer) -> tuple[list[Part], list[str]]:
    """The parts, and lines with both halves: weights were chosen on the first only."""
    ours, theirs, seconds = [], [], 0.0
    for text, wanted in questions:
        started = time.perf_counter()
        ours.append(_rank(site(text), wanted))
        seconds += time.perf_counter() - started
        theirs.append(_rank(peer(text), wanted))
    first, ten = (_share(ours, most) for most in (1, 10))
    peer_first, peer_ten = (_share(theirs, most) for most in (1, 10))
    parts = [
        Part("R@1", first, "share", "≥ BM25 + .02", first >= peer_first + 0.02, PEER, peer_first),
        Part("R@10", ten, "share", "≥ BM25", ten >= peer_ten, PEER, peer_ten),
    ]
    lines = [f"{seconds / max(len(questions), 1) * 1000:.1f} ms per query"]
    for name, held_out in (("half the weights were chosen on", False), ("held-out half", True)):
        places = [at for at, (_, wanted) in enumerate(questions) if is_held_out(wanted) is held_out]
        lines.append(f"{name}: {_half(ours, places)}; BM25 {_half(theirs, places)}")
    return parts, lines


def is_held_out(number: str) -> bool:
    """Which half a query belongs to, from the number of its patent alone."""
    return hashlib.sha256(f"m{number}".encode()).digest()[-1] % 2 == 1


def site_answer(text: str) -> list[str]:
    """Numbers of the site's first ten patents for a text."""
    answer = search_patents({"q": text[:LONGEST_QUERY], "limit": "10"})
    return [item["number"] for item in answer["items"]]


def fill(data: bytes, patentee: str) -> set[str]:
    """Import the list, let the worker do what there is; the numbers of the patents known now."""
    organization = make_organization(kind=OrganizationKind.UNIVERSITY, name=patentee or "高校")
    with transaction():
        report = importing.import_list(data, organization, SYSTEM, file_name="list.csv")
    started = time.perf_counter()
    drain()
    spent = time.perf_counter() - started
    print(f"{report.counts}, found after {spent:.1f} s", file=sys.stderr)
    return set(db.session.scalars(select(Patent.number)))


def read_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV (also gzipped) or of the first filled sheet of a workbook."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheet = next(each for each in book if each.max_row and each.max_row > 1)
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def without_outlook(rows: Sequence[Sequence[str]]) -> bytes:
    """The list as CSV without the columns that the queries come from."""
    heading = max(rows[:10], key=lambda row: sum(bool(cell) for cell in row))
    kept = [at for at, name in enumerate(heading) if not name.strip().startswith(OUTLOOK)]
    text = io.StringIO()
    csv.writer(text).writerows([[row[at] for at in kept if at < len(row)] for row in rows])
    return text.getvalue().encode()


def read_questions(path: Path, known: set[str]) -> Questions:
    """Query and number wanted, of those whose patent is in the list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["query"], numbers.parse(row["app_no"]).text) for row in csv.DictReader(file)]
    return [(text, wanted) for text, wanted in rows if wanted in known]


def _peer_texts() -> dict[str, str]:
    rows = db.session.execute(select(Patent.number, Patent.title, Patent.advantage))
    return {row.number: f"{row.title}\n{row.advantage or ''}" for row in rows}


def _first(rows: Sequence[Sequence[str]], names: Sequence[str]) -> str:
    for name in names:
        if name in rows[0] and len(rows) > 1:
            return rows[1][list(rows[0]).index(name)]
    return ""


def _site(folder: Path) -> Flask:
    app = create_app(
        Settings(
            database_url=f"sqlite:///{folder / 'bench.sqlite'}",
            data_dir=folder,
            secret_key="bench",
            argon2_time_cost=1,
        )
    )
    with app.app_context():
        db.create_all()
    return app


def _rank(found: Sequence[str], wanted: str) -> int:
    return list(found).index(wanted) + 1 if wanted in found else 0


def _share(ranks: Sequence[int], most: int) -> float:
    return sum(1 for rank in ranks if 0 < rank <= most) / max(len(ranks), 1)


def _half(ranks: Sequence[int], places: Sequence[int]) -> str:
    chosen = [ranks[at] for at in places]
    return f"R@1 {_share(chosen, 1):.4f}, R@10 {_share(chosen, 10):.4f} ({len(chosen)} queries)"
