"""Files that were made to break the reader (R-17): a clean verdict, in bounded time and memory."""

import time
import zlib
from io import BytesIO

import pytest
from pypdf import PdfWriter

from marketplace.documents import reading, verification
from marketplace.documents.verification import VerdictKind, verify
from tests.documents.factories import make_sealed

MIB = 1024 * 1024


def pdf_of(*objects, trailer=b"<< /Root 1 0 R /Size 9 >>"):
    """A small PDF from object bodies, with a sound cross-reference table."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + table + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, len(out))


def stream(content, entries=b"/Filter /FlateDecode"):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def encrypted():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb():
    """An object stream of 4 GiB, packed three times over, in a few KiB."""
    packed = zlib.compress(b"0" * (512 * MIB), 9)
    entries = b"/Type /ObjStm /N 900000000 /First 10 /Filter [/FlateDecode /FlateDecode]"
    xref = b"/Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R /Filter [/FlateDecode /FlateDecode]"
    body = zlib.compress(packed, 9)
    out = b"%PDF-1.7\n1 0 obj\n" + stream(body, entries) + b"\nendobj\n"
    start = len(out)
    out += b"2 0 obj\n" + stream(body, xref) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % start
    return out


PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"
FILES = {
    "empty": (lambda: b"", "empty"),
    "too large": (lambda: b"%PDF-" + bytes(21 * MIB), "too_large"),
    "text": (lambda: b"Dear Sir or Madam", "no_pdf"),
    "zip": (lambda: b"PK\x03\x04" + bytes(500), "no_pdf"),
    "head only": (lambda: b"%PDF-1.7\n", "damaged"),
    "encrypted": (encrypted, "encrypted"),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000, "damaged"),
    "bad xref": (lambda: b"%PDF-1.7\nxref\n0 99999999\nstartxref\n9\n%%EOF", "damaged"),
    "xref to itself": (
        lambda: pdf_of(b"<< /Pages 1 0 R >>", trailer=b"<< /Root 1 0 R /Size 2 /Prev 48 >>"),
        "damaged",
    ),
    "deep nesting": (
        lambda: pdf_of(b"[" * 100_000 + b"]" * 100_000, trailer=b"<< /Root 1 0 R /Size 2 >>"),
        "damaged",
    ),
    "no pages": (lambda: pdf_of(b"<< /Type /Catalog >>"), "damaged"),
    "bomb": (bomb, "damaged"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_a_clean_answer_in_bounded_time(app, name):
    make, code = FILES[name]
    data = make()
    begun = time.monotonic()
    verdict = verify(data)
    assert time.monotonic() - begun < reading.WALL_SECONDS + 3
    assert verdict.verdict == VerdictKind.UNREADABLE
    assert verdict.reasons[0].code in {code, "too_complex"}


def test_the_samples_are_judged_by_their_content_and_not_by_accident(app):
    """Control: the same builder makes a file that is read."""
    assert verify(pdf_of(b"<< /Pages 2 0 R >>", PAGES)).verdict == VerdictKind.NOT_OURS


def test_a_file_just_under_the_limit_is_still_read(app):
    filling = stream(b"0" * (verification.LIMIT_BYTES - 1000), b"")
    data = pdf_of(b"<< /Pages 2 0 R >>", PAGES, filling)
    assert verification.LIMIT_BYTES - 1000 < len(data) <= verification.LIMIT_BYTES
    assert verify(data).reasons[0].code == "no_mark"


def test_a_reader_that_eats_memory_or_time_is_stopped(app, monkeypatch, tmp_path):
    for program in ("x = bytearray(10**12)", "while True: pass"):
        monkeypatch.setattr(reading, "WALL_SECONDS", 1)
        script = tmp_path / "greedy.py"
        script.write_text(program)
        monkeypatch.setattr(reading.inspection, "__file__", str(script))
        assert verify(pdf_of(b"<< /Pages 2 0 R >>", PAGES)).reasons[0].code == "too_complex"


@pytest.mark.parametrize("name", ["bomb", "deep nesting", "xref to itself", "encrypted", "text"])
def test_the_text_of_a_hostile_file_is_nothing_and_costs_no_more(name):
    """What members upload, a receipt or a scan, is read apart as well."""
    begun = time.monotonic()
    assert reading.contents(FILES[name][0]()).text == ""
    assert time.monotonic() - begun < reading.WALL_SECONDS + 3


def test_a_text_that_eats_memory_is_given_up_and_a_sound_file_is_read(monkeypatch, tmp_path):
    """Control: the same reader counts the page of a good file."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    assert reading.contents(out.getvalue()) == reading.Contents(pages=1)
    script = tmp_path / "greedy.py"
    script.write_text("x = bytearray(10**12)")
    monkeypatch.setattr(reading.inspection, "__file__", str(script))
    assert reading.contents(out.getvalue()) == reading.Contents()


def test_a_damaged_file_of_ours_is_altered_and_not_merely_unreadable(app):
    _, pdf = make_sealed()
    place = pdf.rindex(b"startxref")
    verdict = verify(pdf[:place] + b"garbage" + pdf[place + 30 :])
    assert verdict.verdict == VerdictKind.ALTERED
    assert verdict.document is not None
