"""Importing a list: read the file, plan against what is known, apply in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from marketplace import clock, files
from marketplace.accounts.models import Organization, User
from marketplace.audit.services import Fact, record, record_all
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.patents import services, sheets
from marketplace.patents.enums import ImportStatus
from marketplace.patents.models import Patent, PatentClaim, PatentImport
from marketplace.patents.plan import Plan, decide, read_statements
from marketplace.patents.rows import Finding
from marketplace.patents.signals import patents_changed

CHUNK = 500
"""Patents per flush and per look-up; keeps statements below SQLite's limit of variables."""

Progress = Callable[[int, int], None]
"""Called with how many patents are written and how many there are."""


@dataclass(frozen=True)
class Report:
    """What an import did or would do; ``refused`` and ``warnings`` name row, column and remedy."""

    counts: Mapping[str, int]
    refused: Sequence[Finding]
    warnings: Sequence[Finding]
    claims: int = 0

    def as_record(self) -> dict[str, Any]:
        """JSON-able, with gettext messages and parameters apart, for keeping."""
        return {
            **self.counts,
            "claims": self.claims,
            "refused": [each.as_record() for each in self.refused],
            "warnings": [each.as_record() for each in self.warnings],
        }


def plan_import(data: bytes, organization: Organization) -> Plan:
    """What importing the file for the organization would change. Raises sheets.Unreadable."""
    plan, statements = read_statements(sheets.read(data))
    known = _known([statement.number.text for statement in statements])
    return decide(plan, statements, known, organization.id, _claimed_by(organization))


def report_of(plan: Plan) -> Report:
    return Report(plan.counts, plan.refused, plan.warnings, len(plan.claims))


def import_list(
    data: bytes,
    organization: Organization,
    by: Any,
    *,
    file_name: str = "",
    progress: Progress = lambda done, total: None,
) -> Report:
    """Plan and apply in the present transaction. Nothing to change: nothing is written."""
    plan = plan_import(data, organization)
    if not plan.is_empty:
        entry = _entry(data, organization, by, file_name, plan)
        _apply(plan, entry, by, progress)
    return report_of(plan)


def upload(data: bytes, organization: Organization, by: Any, file_name: str) -> PatentImport:
    """Keep an uploaded list with the report of what it would change, for a person to confirm."""
    plan = plan_import(data, organization)
    entry = _entry(data, organization, by, file_name, plan)
    record("patent_import:upload", entry, by, related=[organization], file_sha256=entry.file_sha256)
    return entry


def apply_upload(entry: PatentImport, by: Any) -> Report:
    """Apply an uploaded list after a person has seen its report; planned anew from the file.

    Refused if it was applied already or changes nothing.
    """
    if entry.status is ImportStatus.APPLIED:
        raise Refused("import_applied", N_("This list was imported already. Nothing was changed."))
    plan = plan_import(files.get(entry.file_sha256), entry.organization)
    if plan.is_empty:
        raise Refused(
            "import_empty", N_("This list changes nothing: everything in it is recorded already.")
        )
    entry.report = report_of(plan).as_record()
    _apply(plan, entry, by, lambda done, total: None)
    return report_of(plan)


def _entry(
    data: bytes, organization: Organization, by: Any, file_name: str, plan: Plan
) -> PatentImport:
    user = getattr(by, "user", by)
    entry = PatentImport(
        organization=organization,
        file_name=file_name[-255:],
        file_sha256=files.put(data),
        report=report_of(plan).as_record(),
        uploaded_by_id=user.id if isinstance(user, User) else None,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _apply(plan: Plan, entry: PatentImport, by: Any, progress: Progress) -> None:
    entry.status = ImportStatus.APPLIED
    entry.applied_at = clock.now()
    organization = entry.organization
    created = [
        services.new_patent(number, organization, **values)
        for number, values in plan.creates.items()
    ]
    total = len(created) + len(plan.updates)
    done = 0
    for chunk in _chunks(created):
        db.session.add_all(chunk)
        db.session.flush()
        done += len(chunk)
        progress(done, total)
    for patent, changes in plan.updates:
        _change(patent, changes)
    db.session.flush()
    progress(total, total)
    _claim([*created, *plan.claims], organization)
    record(
        "patent_import:apply",
        entry,
        by,
        related=[organization],
        file_sha256=entry.file_sha256,
        refused=len(plan.refused),
        **plan.counts,
    )
    record_all(_facts(plan, created, entry), by)
    patents_changed.send([*created, *(patent for patent, _ in plan.updates)])


def _change(patent: Patent, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(patent, name, value)
    if "filing_on" in changes:
        patent.settle_life()


def _claim(patents: Sequence[Patent], organization: Organization) -> None:
    for chunk in _chunks(patents):
        db.session.execute(
            insert(PatentClaim),
            [{"patent_id": each.id, "organization_id": organization.id} for each in chunk],
        )


def _facts(plan: Plan, created: Sequence[Patent], entry: PatentImport) -> Iterator[Fact]:
    related = [entry, entry.organization]
    for patent in created:
        yield Fact("patent:create", patent, related, {"number": patent.number})
    for patent, changes in plan.updates:
        yield Fact("patent:update", patent, related, {"changed": sorted(changes)})
    for patent in plan.claims:
        yield Fact("patent:claim", patent, related, {"number": patent.number})


def _known(numbers: Sequence[str]) -> dict[str, Patent]:
    found: dict[str, Patent] = {}
    for chunk in _chunks(numbers):
        for patent in db.session.scalars(select(Patent).where(Patent.number.in_(chunk))):
            found[patent.number] = patent
    return found


def _claimed_by(organization: Organization) -> set[int]:
    return set(
        db.session.scalars(
            select(PatentClaim.patent_id).where(PatentClaim.organization_id == organization.id)
        )
    )


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
