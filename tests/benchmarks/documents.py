"""What a sealed document costs: to set, to sign, to keep, and for whom waits for it.

``render``: processor seconds to set a license agreement, against a bare ``typst.compile`` of the same
template, fonts and data (what is prepared before is given to it ready).
``signature``: platform records a second of processor time on the same PDF, against pyHanko as it comes:
``PdfSigner`` with ``SimpleSigner``, an RSA-2048 key and certificates of the same size, the same field,
picture and attributes. The picture is set before, for both.
``size``: KiB of the sealed agreement, the largest of those made here.
``click to sealed``: seconds on the clock from the POST that signs a notice, through the whole
application, until the sealed file is named in the database; a worker runs as a process of its own, as in
production. The work of the followers (search, mail, log) runs in it beside the sealing.

Ours and the peer's take turns, and medians count.
"""

import argparse
import datetime
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import typst
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from flask import g
from flask_login import FlaskLoginClient
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from marketplace import clock, files
from marketplace.agreements.models import Agreement
from marketplace.app import create_app
from marketplace.config import ROOT, Settings
from marketplace.documents import keys, queries, rendering, sealing
from marketplace.documents.inspection import check_sealed
from marketplace.documents.models import Document, DocumentKind
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, owner_of
from tests.benchmarks.report import Part, last_line

DEALS = 9
ROUNDS = 15
RENDER_GOAL, SIGNATURE_GOAL, SIZE_GOAL, SEALED_GOAL = 1.3, 5, 400, 2
PATIENCE = 120


def run(_: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.sqlite'}"
        app = create_app(
            Settings(database_url=url, data_dir=folder, secret_key="benchmark", testing=True)
        )
        app.test_client_class = FlaskLoginClient
        with app.app_context():
            db.create_all()
            agreements = [deals.drafted(deals.published(FeeMode.FREE)) for _ in range(DEALS + 1)]
            with worker(url, folder):
                first, *waits = [click_to_sealed(app, agreement) for agreement in agreements]
            print(f"first, with the start of the worker: {first:.2f} s; load {os.getloadavg()[0]}")
            print(f"click to sealed: {[round(wait, 2) for wait in waits]} s")
            documents = [document_of(agreement) for agreement in agreements]
            parts = [
                render_part(documents[0]),
                signature_part(documents[0]),
                size_part(documents),
                sealed_part(waits),
            ]
            db.session.remove()
            db.engine.dispose()
    return last_line("documents", DEALS, parts, ("typst", "pyhanko", "cryptography"))


def render_part(document: Document) -> Part:
    """No text comes twice, for typst remembers what it has set already."""
    template, title = document.template, document.data["title"]

    def ours(number: int) -> None:
        rendering.render(template, {**document.data, "title": f"{title} {number}"})

    texts = [
        prepared({**document.data, "title": f"{title} – {number}"}) for number in range(ROUNDS + 1)
    ]
    mine, peer = by_turns(ours, lambda number: bare(template, texts[number]))
    goal = f"≤ {RENDER_GOAL} ×"
    return Part("render", mine, "s", goal, mine <= RENDER_GOAL * peer, "bare typst", peer)


def by_turns(ours: Callable[[int], object], peers: Callable[[int], object]) -> tuple[float, float]:
    """The median processor seconds of both, after one round that warms them."""
    pairs = [(cpu(ours, number), cpu(peers, number)) for number in range(ROUNDS + 1)]
    mine, peer = (statistics.median(each) for each in zip(*pairs[1:], strict=True))
    return mine, peer


def cpu(work: Callable[[int], object], number: int) -> float:
    began = time.process_time()
    work(number)
    return time.process_time() - began


def prepared(data: dict) -> str:
    """The JSON that ``render`` gives to typst, caught on its way."""
    caught = []
    real = rendering.compile_template
    rendering.compile_template = lambda _, shown, *, day: caught.append(shown) or b""
    try:
        rendering.render("agreement", data)
    finally:
        rendering.compile_template = real
    return json.dumps(caught[0], ensure_ascii=False, sort_keys=True)


def bare(template: str, shown: str) -> bytes:
    folder = rendering.TEMPLATES
    return typst.compile(
        str(folder / f"{template}.typ"),
        root=str(folder),
        font_paths=rendering._fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": shown},
        pdf_standards="a-2u",
        timestamp=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )


def signature_part(document: Document) -> Part:
    pdf, reason = rendering.render(document.template, document.data), "record"
    start = clock.now().replace(microsecond=0)
    instants = [start + timedelta(seconds=number) for number in range(ROUNDS + 1)]
    pictures = [sealing._picture("x", at, pdf, "zh", "http://localhost/") for at in instants]
    key, roots = simple_key(), keys.trusted_roots_pem()

    def stock(number: int) -> bytes:
        signer = PdfSigner(
            sealing.metadata(reason),
            signer=SimpleSigner(*key, embed_roots=True),
            stamp_style=sealing.stamp(pictures[number]),
            new_field_spec=sealing.field(),
        )
        return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()

    def ours(number: int) -> bytes:
        return sealing.sealed_with(pictures[number], pdf, at=instants[number], reason=reason)

    for made in (ours(0), stock(0)):
        check_sealed(made, roots)
    mine, peer = (1 / each for each in by_turns(ours, stock))
    goal, name = f"≥ {SIGNATURE_GOAL} ×", "pyHanko SimpleSigner, RSA-2048"
    return Part("signature", mine, "1/s", goal, mine >= SIGNATURE_GOAL * peer, name, peer)


def simple_key() -> tuple[Any, Any, SimpleCertificateStore]:
    """Certificate, key and store as ``SimpleSigner.load`` makes them."""
    key = keys.document_key()
    pem = key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificate, root = (
        x509.Certificate.load(each.public_bytes(serialization.Encoding.DER))
        for each in (key.certificate, key.root)
    )
    store = SimpleCertificateStore()
    store.register(root)
    return certificate, load_private_key_from_pemder_data(pem, passphrase=None), store


def size_part(documents: list[Document]) -> Part:
    size = max(len(files.get(document.sealed_sha256 or "")) for document in documents) / 1024
    return Part("size", size, "KiB", f"≤ {SIZE_GOAL} KiB", size <= SIZE_GOAL)


def sealed_part(waits: list[float]) -> Part:
    median = statistics.median(waits)
    return Part("click to sealed", median, "s", f"≤ {SEALED_GOAL} s median", median <= SEALED_GOAL)


def click_to_sealed(app, agreement: Agreement) -> float:
    """Seconds from the POST of the signature to the row that names the sealed file."""
    public_id = agreement.public_id
    for name in list(g):
        g.pop(name)  # the context is shared: nobody is signed in yet
    client = app.test_client(user=owner_of(agreement.licensee))
    page = visit(client, f"/agreements/{public_id}/signature")
    began = time.perf_counter()
    answer = page.send(password=PASSWORD, read="y", authority="y")
    if answer.status != 303:
        raise RuntimeError(answer.text[:1000])
    while time.perf_counter() - began < PATIENCE:
        db.session.rollback()
        db.session.expire_all()
        if document_of(agreement).is_sealed:
            return time.perf_counter() - began
        time.sleep(0.02)
    raise RuntimeError("not sealed")


def document_of(agreement: Agreement) -> Document:
    found = queries.current(agreement, DocumentKind.AGREEMENT) or queries.current(
        agreement, DocumentKind.NOTICE
    )
    if found is None:
        raise RuntimeError("no document was asked for")
    return found


@contextmanager
def worker(url: str, folder: Path) -> Iterator[subprocess.Popen]:
    """``flask worker run`` on the same data, until the block ends."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "MARKETPLACE_SECRET_KEY": "benchmark",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)
