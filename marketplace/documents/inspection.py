"""Reading a PDF that anybody may have sent: what its signatures are worth, what its pages say.

``inspect`` and ``extract`` are pure. Run as a program it reads ``<question> <length of roots>\\n<roots
PEM><pdf>`` from standard input and writes its findings as JSON, under limits of memory and processor
time: a hostile file can only end this process. It must therefore import nothing of the site.
"""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 8
_MOST_SIGNATURES = 20
_PAGES_OF_TEXT = 3
_MOST_CHARACTERS = 20_000


def inspect(pdf: bytes, roots_pem: bytes) -> dict[str, Any]:
    """What the file says of itself.

    ``state`` is ``readable``, ``encrypted`` or ``damaged`` (then nothing else). ``mark`` is the
    keywords text of its metadata; ``signatures`` has for each one: ``field``, ``signer`` (common
    name), ``organization``, ``ours`` (the chain ends in one of ``roots_pem``), ``intact``,
    ``sound`` (pyHanko's bottom line; a timestamp's authority apart, whose certificate ends sooner
    than the document counts), ``timestamp`` (its instant, if there is one), ``whole`` (covers the whole file), ``end`` (last byte covered),
    ``modification`` after it, and ``broken`` where it could not even be read.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            return {"state": "encrypted"}
        _pages(reader)
        mark = _keywords(reader)
        signatures = [_signature(reader, *item, roots_pem) for item in _fields(reader)]
        signatures.sort(key=lambda item: item["end"])
    except RecursionError:
        return {"state": "damaged"}
    except Exception:
        return {"state": "damaged"}
    return {"state": "readable", "mark": mark, "signatures": signatures}


def extract(pdf: bytes) -> dict[str, Any]:
    """``pages`` that the file names and the ``text`` of the first ones; None and '' where there is
    nothing to be read."""
    from pypdf import PdfReader  # only this question needs it

    try:
        reader = PdfReader(io.BytesIO(pdf))
        pages = len(reader.pages)
        text = "\n".join(page.extract_text() for page in reader.pages[:_PAGES_OF_TEXT])
    except Exception:
        return {"pages": None, "text": ""}
    return {"pages": pages, "text": text[:_MOST_CHARACTERS]}


class UnsoundSeal(RuntimeError):
    """A fresh seal does not verify; the file is not released."""


def check_sealed(pdf: bytes, roots_pem: bytes) -> None:
    """UnsoundSeal unless a verifier would accept the platform's record, the last signature in it."""
    found = inspect(pdf, roots_pem).get("signatures", [])
    if not found or not (found[-1]["ours"] and found[-1]["sound"] and found[-1]["whole"]):
        raise UnsoundSeal(f"{len(pdf)} bytes with {len(found)} signatures")


def _pages(reader: PdfFileReader) -> int:
    count = reader.root["/Pages"]["/Count"]
    if not isinstance(count, int):
        raise PdfReadError("no page tree")
    return int(count)


def _keywords(reader: PdfFileReader) -> str:
    if "/Info" not in reader.trailer:
        return ""
    return str(reader.trailer["/Info"].get("/Keywords", ""))


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, Any]]:
    """The signature fields that are filled, in the order of the file; at most _MOST_SIGNATURES."""
    found = enumerate_sig_fields(reader, filled_status=True)
    for position, (name, _, reference) in enumerate(found):
        if position == _MOST_SIGNATURES:
            return
        yield str(name), reference.get_object()


def _signature(reader: PdfFileReader, name: str, widget: Any, roots_pem: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {"field": name, "broken": False}
    try:
        embedded = EmbeddedPdfSignature(reader, widget, name)
        found.update(_names(embedded), end=_end(embedded))
        context = ValidationContext(trust_roots=_roots(roots_pem), allow_fetching=False)
        status = validate_pdf_signature(embedded, signer_validation_context=context)
        level = status.modification_level
        found.update(
            ours=bool(status.trusted),
            intact=bool(status.intact and status.valid),
            sound=_is_sound(status),
            timestamp=_timestamp(status),
            whole=_is_whole(embedded, status),
            modification=level.name.lower() if isinstance(level, ModificationLevel) else "",
        )
    except Exception:
        found["broken"] = True
    return {
        **{"signer": "", "organization": "", "end": 0, "modification": "", "timestamp": ""},
        **{"ours": False, "intact": False, "sound": False, "whole": False},
        **found,
    }


def _is_sound(status: Any) -> bool:
    """pyHanko's bottom line. A timestamp has to be intact, not trusted: what the platform's record
    says of the content must not end with the certificate of a timestamp authority."""
    stamp = status.timestamp_validity
    if stamp is None:
        return bool(status.bottom_line)
    holds = status.intact and status.valid and status.trusted and stamp.intact and stamp.valid
    allowed = status.docmdp_ok or status.modification_level is None
    return bool(holds and status.seed_value_ok and allowed)


def _timestamp(status: Any) -> str:
    stamp = status.timestamp_validity
    return stamp.timestamp.isoformat() if stamp is not None else ""


def _names(embedded: EmbeddedPdfSignature) -> dict[str, str]:
    names = embedded.signer_cert.subject.native
    return {
        "signer": str(names.get("common_name", "")),
        "organization": str(names.get("organization_name", "")),
    }


def _end(embedded: EmbeddedPdfSignature) -> int:
    ranges = [int(number) for number in embedded.byte_range]
    return ranges[2] + ranges[3]


def _is_whole(embedded: EmbeddedPdfSignature, status: Any) -> bool:
    coverage = status.coverage
    return coverage is not None and coverage.name == "ENTIRE_FILE"


def _roots(roots_pem: bytes) -> list[x509.Certificate]:
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(roots_pem, multiple=True)]


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Answer the question on standard input; findings go to standard output."""
    _limit()
    sys.setrecursionlimit(2000)
    source = sys.stdin.buffer
    question, length = source.readline().split()
    roots, pdf = source.read(int(length)), source.read()
    found = extract(pdf) if question == b"extract" else inspect(pdf, roots)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
