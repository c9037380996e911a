"""The seven verdicts, and what could be done to a signed file."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, TextStringObject

from marketplace import files
from marketplace.config import current_settings
from marketplace.documents import inspection, keys, reading, sealing, verification
from marketplace.documents.keys import trusted_roots_pem
from marketplace.documents.rendering import render
from marketplace.documents.verification import VerdictKind, verdict_json, verify
from tests.accounts.factories import make_organization
from tests.documents.factories import make_document, make_sealed, rendered_data

V = VerdictKind


def codes(verdict):
    return [item.code for item in verdict.reasons]


@pytest.fixture
def here(monkeypatch):
    """Inspect in this process: the same code, without a process for every file."""
    monkeypatch.setattr(
        reading, "_ask_apart", lambda _, data, roots: inspection.inspect(data, roots)
    )


def rewritten(pdf, change):
    """The file after a change that was saved as an incremental update."""
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    change(writer)
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()


def test_the_sealed_file_is_genuine_with_its_document(app):
    document, pdf = make_sealed()
    verdict = verify(pdf)
    assert (verdict.verdict, codes(verdict)) == (V.GENUINE, ["byte_identical"])
    assert verdict.document == document
    assert verdict.sha256 == hashlib.sha256(pdf).hexdigest() == document.sealed_sha256


def blocks(pdf):
    """One place in each block of 64 bytes, at another offset in each."""
    return [block * 64 + block * 7 % 64 for block in range(len(pdf) // 64)]


def flipped(pdf, place):
    return pdf[:place] + bytes([pdf[place] ^ 0x01]) + pdf[place + 1 :]


def assert_altered_at(pdf, place):
    verdict = verify(flipped(pdf, place))
    assert verdict.verdict == V.ALTERED, (place, codes(verdict))
    changed = next(item for item in verdict.reasons if item.code == "bytes_changed")
    assert changed.params == {"first": place, "count": 1}


def test_one_changed_byte_in_every_block_is_never_genuine(app, monkeypatch):
    """R-01 on every block: the held bytes decide, whatever the reading of the file would say. Here
    it says that all is well, and the place of the change is still named."""
    _, pdf = make_sealed()
    found = inspection.inspect(pdf, trusted_roots_pem())
    monkeypatch.setattr(reading, "_ask_apart", lambda *_: found)
    places = blocks(pdf)
    assert len(places) > 900
    for place in places:
        assert_altered_at(pdf, place)


def test_one_changed_byte_is_never_genuine_when_the_file_is_read_whole(app, here):
    """R-01 with the signatures judged: every 40th block, and the blocks of the signature itself;
    ``R01_WHOLE`` takes every block there is."""
    _, pdf = make_sealed()
    start = pdf.rindex(b"/Contents <") + 12
    places = {*blocks(pdf)[:: 1 if os.environ.get("R01_WHOLE") else 40]}
    for place in sorted(places | set(range(start, start + 5000, 500))):
        assert_altered_at(pdf, place)


def test_without_our_copy_the_signature_finds_every_change_outside_of_itself(app):
    """R-01 as a reader elsewhere sees it: the 15th of each 15 blocks, or with ``R01_WHOLE`` all.
    Inside the signature's own bytes some may change unseen (an enclosed certificate that nobody
    needs): there our copy alone tells, which is why it decides."""
    _, pdf = make_sealed()
    start = pdf.rindex(b"/Contents <")
    end = pdf.index(b">", start)
    outside = [place for place in blocks(pdf) if not start < place <= end]
    for place in outside[:: 1 if os.environ.get("R01_WHOLE") else 15]:
        with pytest.raises(inspection.UnsoundSeal):
            inspection.check_sealed(flipped(pdf, place), trusted_roots_pem())


def test_the_first_and_the_last_byte_count_too(app, here):
    _, pdf = make_sealed()
    for place in (0, 1, 5, len(pdf) - 1, len(pdf) - 8):
        damaged = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert verify(damaged).verdict == V.ALTERED, place


def test_without_the_comparison_a_turned_page_would_pass(app, here, monkeypatch):
    """Negative control of R-01 and R-02: judged by the signature's ``intact`` alone, a file that was
    changed after signing passes; the held bytes and the bottom line are what stops it."""
    document, pdf = make_sealed()
    turned = rewritten(
        pdf, lambda w: w.pages[0].__setitem__(NameObject("/Rotate"), NumberObject(90))
    )
    assert verify(turned).verdict == V.ALTERED
    found = inspection.inspect(turned, trusted_roots_pem())["signatures"][0]
    assert found["intact"]
    assert not found["sound"]
    monkeypatch.setattr(verification.queries, "held", lambda _sha256: document)
    assert verify(turned).verdict == V.ALTERED
    lenient = {**found, "sound": True, "whole": True}
    monkeypatch.setattr(verification, "inspect", lambda *_: {"signatures": [lenient]})
    assert verify(turned).verdict == V.GENUINE


def another_figure(writer):
    """Draw another glyph where the text shows one: how a fee gets another digit."""
    page = writer.pages[0]
    old = page.get_contents().get_data()
    begin = old.index(b"<", old.index(b"BT"))
    digit = b"1" if old[begin + 4 : begin + 5] != b"1" else b"2"
    stream = DecodedStreamObject()
    stream.set_data(old[: begin + 4] + digit + old[begin + 5 :])
    page[NameObject("/Contents")] = writer._add_object(stream)


def another_description(writer):
    """The XML metadata say another title."""
    old = writer.root_object["/Metadata"].get_object()
    stream = DecodedStreamObject()
    stream.update({NameObject("/Type"): NameObject("/Metadata")})
    stream.set_data(old.get_data().replace("专利".encode(), "商标".encode()))
    assert stream.get_data() != old.get_data()
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


@pytest.mark.parametrize(
    "change",
    [
        another_figure,
        another_description,
        lambda w: w.pages[0].__setitem__(NameObject("/Rotate"), NumberObject(180)),
        lambda w: w.add_blank_page(200, 200),
        lambda w: w.add_attachment("fee.txt", b"1"),
        lambda w: w._info.__setitem__(NameObject("/Title"), TextStringObject("x")),
        lambda w: w.pages[0].merge_page(
            PdfReader(BytesIO(render("statement", _letter()))).pages[0]
        ),
    ],
    ids=[
        "another figure",
        "XML metadata",
        "page turned",
        "page added",
        "attachment",
        "metadata",
        "text laid over",
    ],
)
def test_an_update_after_signing_is_found_with_its_place(app, change):
    _, pdf = make_sealed()
    verdict = verify(rewritten(pdf, change))
    assert verdict.verdict == V.ALTERED
    appended = verdict.reasons[0]
    assert (appended.code, appended.params["first"]) == ("appended", len(pdf))
    assert "changed_after_signing" in codes(verdict)


def _letter():
    return {**rendered_data(), "title": "说明", "paragraphs": ["费用为零。"]}


def test_a_cut_file_and_added_bytes_are_named(app):
    _, pdf = make_sealed()
    cut = verify(pdf[:-100])
    assert (cut.verdict, cut.reasons[0].code) == (V.ALTERED, "cut")
    assert cut.reasons[0].params == {"first": len(pdf) - 100, "count": 100}
    longer = verify(pdf + b"\n%x")
    assert (longer.verdict, longer.reasons[0].code) == (V.ALTERED, "appended")


def test_a_removed_signature_is_named(app):
    document, pdf = make_sealed()
    unsealed = verify(files.get(document.pdf_sha256))
    assert (unsealed.verdict, codes(unsealed)) == (
        V.ALTERED,
        ["unsealed_copy", "signature_missing"],
    )
    writer = PdfWriter(clone_from=BytesIO(pdf))
    del writer.root_object["/AcroForm"]
    out = BytesIO()
    writer.write(out)
    stripped = verify(out.getvalue())
    assert stripped.verdict == V.ALTERED
    assert "signature_missing" in codes(stripped)


def test_a_genuine_file_of_another_agreement_or_version_is_said_to_be_that(app):
    """R-04; control: the same file is genuine for its own agreement, while it is the newest."""
    subject, other = make_organization(), make_organization()
    old, old_pdf = make_sealed(subject)
    assert verify(old_pdf, agreement=subject.public_id).verdict == V.GENUINE
    assert verify(old_pdf, agreement=other.public_id).verdict == V.OTHER_AGREEMENT
    _, new_pdf = make_sealed(subject, supersedes=old)
    verdict = verify(old_pdf, agreement=subject.public_id)
    assert (verdict.verdict, codes(verdict)) == (V.OTHER_VERSION, ["newer_version"])
    assert verify(old_pdf, agreement=other.public_id).verdict == V.OTHER_AGREEMENT
    assert verify(new_pdf, agreement=subject.public_id).verdict == V.GENUINE


def test_a_look_alike_key_in_our_name_is_an_unknown_signer(app, monkeypatch, tmp_path):
    """R-06."""
    document, _ = make_sealed()
    pdf = files.get(document.pdf_sha256)
    (tmp_path / "keys").mkdir()
    with monkeypatch.context() as patch:
        forged_key = keys._kept(tmp_path / "keys")
        patch.setattr(sealing, "document_key", lambda: forged_key)
        forged = sealing.seal(pdf, document_id=document.public_id, at=document.sealed_at)
    verdict = verify(forged)
    assert (verdict.verdict, codes(verdict)) == (V.UNKNOWN_SIGNER, ["other_key"])
    assert verdict.reasons[0].params["signer"] == keys.SIGNER_NAME
    monkeypatch.setattr(
        reading, "trusted_roots_pem", lambda: (tmp_path / "keys" / "document-root.pem").read_bytes()
    )
    assert verify(forged).verdict == V.ALTERED, "control: it is the root that tells them apart"


def test_our_signature_on_a_file_that_we_do_not_hold_is_not_genuine(app):
    at = make_sealed()[0].sealed_at
    verdict = verify(sealing.seal(render("agreement", rendered_data()), document_id="x", at=at))
    assert (verdict.verdict, codes(verdict)) == (V.ALTERED, ["not_held"])


def test_a_strange_pdf_is_not_ours(app):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    assert codes(verify(out.getvalue())) == ["no_mark"]
    unknown = verify(render("agreement", rendered_data()))
    assert (unknown.verdict, codes(unknown)) == (V.NOT_OURS, ["unknown_id"])


def test_a_document_not_sealed_yet_says_so(app):
    document = make_document()
    verdict = verify(render(document.template, document.data))
    assert (verdict.verdict, codes(verdict)) == (V.ALTERED, ["not_yet_sealed", "signature_missing"])


def test_the_signature_holds_elsewhere_with_the_root_alone(app, tmp_path):
    """R-05: the file and the exported root are enough, without site and database."""
    _, pdf = make_sealed()
    found = inspection.inspect(pdf, keys.root_certificate_pem())
    assert found["state"] == "readable"
    assert found["signatures"][0]["sound"]
    changed = inspection.inspect(
        pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1), keys.root_certificate_pem()
    )
    assert not changed["signatures"][0]["sound"], "control: one byte"
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_the_json_answer_has_verdict_and_reasons_in_words(app):
    _, pdf = make_sealed()
    answer = verdict_json(verify(pdf + b"x"), translate=lambda text: "译：" + text)
    assert answer["verdict"] == "altered"
    assert answer["reasons"][0]["code"] == "appended"
    assert answer["reasons"][0]["count"] == 1
    assert answer["reasons"][0]["message"].startswith("译：After the platform record 1 bytes")


def test_every_verdict_keeps_working_when_the_held_file_is_altered_on_disk(app):
    document, pdf = make_sealed()
    digest = document.sealed_sha256
    path = current_settings().data_dir / "files" / digest[:2] / digest[2:4] / digest
    Path(path).write_bytes(b"broken")
    assert verify(pdf).verdict == V.GENUINE
    assert verify(pdf + b"x").verdict == V.ALTERED
    path.write_bytes(pdf)


def test_a_reason_without_text_cannot_be_given():
    with pytest.raises(KeyError):
        verification.reason("made_up")


def test_a_verdict_is_a_value(app):
    verdict = verify(b"")
    assert replace(verdict) == verdict
