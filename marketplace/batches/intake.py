"""A sheet or pasted cells from the browser: into a new batch, or into the table of one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.batches import sheet
from marketplace.batches.models import BatchEntry, ListingBatch
from marketplace.batches.services import draft, mend
from marketplace.batches.sheet import Sheet
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.patents.rows import Finding
from marketplace.patents.sheets import Unreadable

_PLAIN_HEADINGS = "申请号\t许可使用费（元）\t提成率\t许可期限（月）\t展示标题\t技术简介\t应用场景\n"
"""What pasted cells without headings are taken for, in the order of the table on the page."""
_CHUNK = 500


def batch_from_sheet(
    data: bytes, organization: Organization, by: Any, file_name: str
) -> ListingBatch:
    """A draft of the sheet's patents; rows that cannot be taken stand in the batch's report.

    Raises Unreadable for the file, and Refused where no row names a patent of the inventory.
    """
    found = sheet.read(data, {}, needs_fee=False)
    own = _own(organization, [row.number for row in found.rows])
    taken = [row for row in found.rows if row.number in own]
    strange = [
        row.finding("number", "not_yours", NOT_IN_INVENTORY, {"number": row.number})
        for row in found.rows
        if row.number not in own
    ]
    if not taken:
        raise Refused(
            "no_own_patents",
            N_(
                "No row names a patent of your inventory. Import the list of patents first, or "
                "choose another sheet."
            ),
            status=422,
            field="file",
        )
    batch = draft(
        organization,
        [own[row.number] for row in taken],
        by,
        name=file_name.rsplit(".", 1)[0],
        differences={row.number: row.values for row in taken},
    )
    batch.report = _report(found, strange)
    return batch


def mend_from_cells(batch: ListingBatch, data: bytes, by: Any) -> tuple[int, list[Finding]]:
    """Write pasted cells or a mended sheet into the table: how many rows changed, and the rows
    that could not be taken. Raises Unreadable."""
    found = _read(data)
    numbers = set(
        db.session.scalars(
            select(Patent.number)
            .join(BatchEntry, BatchEntry.patent_id == Patent.id)
            .where(BatchEntry.batch_id == batch.id)
        )
    )
    strange = [
        row.finding("number", "not_in_batch", _NOT_IN_BATCH, {"number": row.number})
        for row in found.rows
        if row.number not in numbers
    ]
    changes = {row.number: row.values for row in found.rows if row.number in numbers}
    return mend(batch, changes, by), [*found.refused, *strange]


def _read(data: bytes) -> Sheet:
    try:
        return sheet.read(data, {}, needs_fee=False)
    except Unreadable as error:
        if error.code not in {"no_heading", "no_number_column"} or data.startswith(b"PK"):
            raise
    return sheet.read(_PLAIN_HEADINGS.encode() + data, {}, needs_fee=False)


def _own(organization: Organization, numbers: list[str]) -> dict[str, Patent]:
    found: dict[str, Patent] = {}
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        rows = db.session.scalars(
            select(Patent).where(Patent.number.in_(chunk), Patent.claimant_id == organization.id)
        )
        found |= {patent.number: patent for patent in rows}
    return found


def _report(found: Sheet, strange: Iterable[Finding]) -> dict[str, Any] | None:
    refused = sorted([*found.refused, *strange], key=lambda each: each.row)
    if not refused and not found.warnings:
        return None
    return {
        "read": found.read,
        "refused": [each.as_record() for each in refused],
        "warnings": [each.as_record() for each in found.warnings],
    }


NOT_IN_INVENTORY = N_(
    "%(number)s does not stand in your inventory. Import the list of patents first."
)
_NOT_IN_BATCH = N_("%(number)s is not among the patents of this batch.")
