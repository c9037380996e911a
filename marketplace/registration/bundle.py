"""The packages of many filings in one ZIP: file by file, so that memory stays bounded; each package
as its own ZIP, a list for the officer, and a manifest with the SHA-256 of every file, signed."""

from collections.abc import Iterator, Sequence
from typing import IO, Final

from sqlalchemy import select

from marketplace import clock, files
from marketplace.documents.sheets import archive, office
from marketplace.extensions import db
from marketplace.registration.models import Filing
from marketplace.registration.selection import whole

LIST: Final = "清单.xlsx"
_PART: Final = 50
"""Filings that are loaded together."""
_HEAD: Final = (
    "序号",
    "事项编号",
    "材料包",
    "合同编号",
    "专利号",
    "专利名称",
    "办理期限",
    "材料包 SHA-256",
    "备案号（登记号）",
    "备案日（登记日）",
)
"""The last two are filled in when the receipts come; the same sheet is then taken back as it is."""


def write(keys: Sequence[int]) -> IO[bytes]:
    """The ZIP in a temporary file, from its beginning; the caller closes it."""
    return archive.write(_contents(keys), {"kind": "filing-packages/1", "count": len(keys)})


def name_of(filing: Filing) -> str:
    """The file name of one package, as when it is downloaded alone."""
    return f"{filing.kind.value}-{filing.public_id}.zip"


def _contents(keys: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    rows: list[tuple[str, ...]] = []
    for start in range(0, len(keys), _PART):
        for filing in _load(keys[start : start + _PART]):
            if filing.package_sha256 is not None:
                rows.append(_row(len(rows) + 1, filing))
                yield name_of(filing), files.get(filing.package_sha256)
    moment = clock.now().replace(microsecond=0, tzinfo=None)
    yield LIST, office.overview(_HEAD, rows, title="办理清单", moment=moment)


def _load(keys: Sequence[int]) -> list[Filing]:
    rows = db.session.scalars(select(Filing).where(Filing.id.in_(keys)).options(*whole()))
    return sorted(rows, key=lambda each: keys.index(each.id))


def _row(order: int, filing: Filing) -> tuple[str, ...]:
    patents = filing.agreement.patents if filing.agreement else []
    if filing.declaration is not None:
        patents = [filing.declaration.patent]
    return (
        str(order),
        filing.public_id,
        name_of(filing),
        contract_number(filing),
        "、".join(patent.certificate_number for patent in patents),
        "、".join(patent.title for patent in patents) or filing.title,
        filing.awaited_on.isoformat() if filing.awaited_on else "",
        filing.package_sha256 or "",
        filing.number or "",
        filing.done_on.isoformat() if filing.done_on else "",
    )


def contract_number(filing: Filing) -> str:
    """The number of the contract as its package says it, else its id."""
    said = (filing.package.data["record"].get("agreement") or {}) if filing.package else {}
    own = filing.agreement.public_id if filing.agreement is not None else ""
    return str(said.get("number") or own)
