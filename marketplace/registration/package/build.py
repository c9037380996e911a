"""From a prepared package to its file: a pure function of what was fixed, with the same bytes."""

from collections.abc import Iterable
from typing import Final

from marketplace import files
from marketplace.documents.models import Document
from marketplace.documents.sheets import office, word
from marketplace.documents.sheets.archive import pack
from marketplace.errors import N_, Refused
from marketplace.registration.models import FilingPackage
from marketplace.registration.package import schema
from marketplace.registration.package.form import form
from marketplace.registration.package.letters import late_explanation
from marketplace.types import canonical_json

FILE_NAMES: Final = {
    "sheet": "copy-sheet.pdf",
    "docx": "copy-sheet.docx",
    "xlsx": "copy-sheet.xlsx",
    "form": "application-form.xlsx",
    "late": "late-explanation.docx",
    "record": "filing.json",
    "schema": schema.NAME,
    "agreement": "agreement.pdf",
    "statement": "payment-statement.pdf",
}

_MAGIC = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"PK\x03\x04", "ofd"))


def build(package: FilingPackage) -> bytes:
    """The ZIP of a package. Refused until every document inside is sealed: nothing leaves before."""
    if not package.is_sealed:
        raise Refused(
            "package_not_sealed",
            N_(
                "The platform record is being added to the papers. The package follows in a minute."
            ),
        )
    data = package.data
    contents = {
        FILE_NAMES["sheet"]: _sealed(package.sheet),
        FILE_NAMES["docx"]: word.docx(data),
        FILE_NAMES["xlsx"]: office.xlsx(data),
        FILE_NAMES["form"]: form(data),
        FILE_NAMES["record"]: canonical_json(data),
        FILE_NAMES["schema"]: canonical_json(schema.json_schema()),
    }
    if data.get("late"):
        contents[FILE_NAMES["late"]] = late_explanation(data)
    if package.agreement_document is not None:
        contents[FILE_NAMES["agreement"]] = _sealed(package.agreement_document)
    if package.statement is not None:
        contents[FILE_NAMES["statement"]] = _sealed(package.statement)
    contents |= _vouchers(data["record"].get("payment") or {})
    if package.agreement_document is not None:
        contents |= _scans(data["record"].get("paper") or ())
    about = {
        "filing": data["filing"],
        "kind": data["kind"],
        "prepared_at": data["prepared_at"],
        "record_sha256": package.record_sha256,
    }
    return pack(contents, about)


def _sealed(document: Document) -> bytes:
    if document.sealed_sha256 is None:  # pragma: no cover - build() has looked
        raise ValueError("not sealed")
    return files.get(document.sealed_sha256)


def _vouchers(payment: dict) -> dict[str, bytes]:
    slips = {}
    for number, digest in enumerate(payment.get("slips", ()), start=1):
        data = files.get(digest)
        slips[f"voucher-{number}.{_suffix(data)}"] = data
    return slips


def _scans(papers: Iterable[dict[str, str]]) -> dict[str, bytes]:
    """The contract as it was signed and sealed on paper."""
    scans = {}
    for number, paper in enumerate(papers, start=1):
        data = files.get(paper["sha256"])
        scans[f"contract-scan-{number}.{_suffix(data)}"] = data
    return scans


def _suffix(data: bytes) -> str:
    return next((suffix for magic, suffix in _MAGIC if data.startswith(magic)), "bin")
