"""The prepared signature is pyHanko's own, byte for byte; only digest and value differ."""

import asyncio
import hashlib
import io
import shutil
import subprocess
from dataclasses import replace

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSigner

from marketplace import clock
from marketplace.documents import keys, sealing
from marketplace.documents.inspection import UnsoundSeal, check_sealed
from marketplace.documents.rendering import qr_picture, render
from marketplace.documents.signatures import PreparedSignature, prepared
from tests.documents.factories import rendered_data

DIGESTS = [hashlib.sha256(bytes([number])).digest() for number in range(40)]


def test_what_is_prepared_equals_what_pyhanko_builds_anew(app):
    signature = prepared(keys.document_key())
    for digest in DIGESTS:
        built = asyncio.run(signature.signer.async_sign(digest, "sha256", use_pades=True)).dump()
        assert signature.sign(digest) == built
        assert len(built) == signature.size


def test_the_value_is_over_the_attributes_that_name_the_digest(app):
    key = keys.document_key()
    signer = cms.ContentInfo.load(prepared(key).sign(DIGESTS[0]))["content"]["signer_infos"][0]
    attributes = {item["type"].native: item["values"][0].native for item in signer["signed_attrs"]}
    assert attributes["message_digest"] == DIGESTS[0]
    key.private.public_key().verify(
        signer["signature"].native,
        signer["signed_attrs"].untag().dump(),
        padding.PKCS1v15(),
        hashes.SHA256(),
    )


def test_each_key_has_a_preparation_of_its_own(app):
    """A key under another's certificate: what is prepared for it does not pass the check."""
    key = keys.document_key()
    other = replace(key, private=rsa.generate_private_key(65537, 2048))
    assert prepared(key) is prepared(key)
    assert prepared(other) is not prepared(key)
    assert PreparedSignature(other).sign(DIGESTS[0]) != prepared(key).sign(DIGESTS[0])


def test_another_keys_signature_under_our_certificate_is_not_released(app, monkeypatch):
    pdf = render("agreement", rendered_data())
    forged = replace(keys.document_key(), private=rsa.generate_private_key(65537, 2048))
    check_sealed(sealing.seal(pdf, document_id="x", at=clock.now()), keys.trusted_roots_pem())
    monkeypatch.setattr(sealing, "document_key", lambda: forged)
    with pytest.raises(UnsoundSeal):
        check_sealed(sealing.seal(pdf, document_id="x", at=clock.now()), keys.trusted_roots_pem())


def test_poppler_and_pyhankos_own_signing_agree_with_it(app, tmp_path):
    """The same PDF signed by pyHanko's usual way, by the same key: the same judgment by Poppler."""
    if not shutil.which("pdfsig"):
        pytest.skip("poppler-utils are not on this machine")
    pdf = render("agreement", rendered_data())
    at = clock.now()
    picture = sealing._picture("x", at, pdf, "zh", "http://localhost/")
    usual = PdfSigner(
        sealing.metadata("record"),
        signer=prepared(keys.document_key()).signer,
        stamp_style=sealing.stamp(picture),
        new_field_spec=sealing.field(),
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    ours = sealing.sealed_with(picture, pdf, at=at, reason="record")
    told = [_pdfsig(tmp_path / f"{n}.pdf", data) for n, data in enumerate((ours, usual.getvalue()))]
    assert told[0] == told[1]
    assert "Signature Validation: Signature is Valid." in told[0]
    place = ours.index(b"/Title") + 20
    assert "Valid." not in "".join(
        line
        for line in _pdfsig(
            tmp_path / "altered.pdf",
            ours[:place] + bytes([ours[place] ^ 1]) + ours[place + 1 :],
        )
        if "Signature Validation" in line
    )


def _pdfsig(path, data):
    """What Poppler says, but for times and places in the file."""
    path.write_bytes(data)
    done = subprocess.run(["pdfsig", path.name], cwd=path.parent, capture_output=True, text=True)
    lines = [line.strip(" -") for line in done.stdout.splitlines()]
    return [line for line in lines if not line.startswith(("Digital", "Signing Time", "Signed R"))]


def test_the_qr_code_draws_every_dark_module():
    import segno

    url = "http://localhost/verify/7k3m9p2x4q8r5t6v"
    matrix = segno.make(url, error="m", micro=False, mask=2).matrix
    path = qr_picture(url).partition(' d="')[2].partition('"')[0]
    drawn = set()
    for run in path.split("M")[1:]:
        place, _, width = run.partition("h")
        left, row = map(int, place.split())
        drawn |= {(row, column) for column in range(left, left + int(width.partition("v")[0]))}
    dark = {(r, c) for r, line in enumerate(matrix) for c, module in enumerate(line) if module}
    assert drawn == dark
