"""Announcements of many declarations at once, and declarations that were announced elsewhere."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import select

from marketplace.accounts.models import Organization, User
from marketplace.database import add_new
from marketplace.declarations import checks
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.problems import require_none
from marketplace.declarations.reading import Entry, Imported
from marketplace.declarations.services import batch
from marketplace.declarations.services.announcement import enter_announcement
from marketplace.declarations.services.batch import Outcome
from marketplace.declarations.services.preparing import contact_of, declared_already
from marketplace.declarations.services.steps import CHECK, require_evidence, step
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.fees import statement
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms

UNKNOWN = N_("%(number)s is not in your inventory. Import the patent first.")


def enter_announcements(
    organization: Organization, entries: Sequence[Entry], evidence: str, by: User
) -> list[Outcome]:
    """Enter what one gazette issue says about many declarations, with one evidence for all
    (SHA-256 of a kept file). Rows of another issue than the first are refused: their page differs.
    """
    _require_rows(entries)
    require_evidence(evidence)
    issue = next((each.issue for each in entries if each.issue), "")
    ours = _by_number(organization, [each.patent for each in entries])
    seen: set[str] = set()

    def enter(entry: Entry) -> Declaration:
        declaration = _awaiting(ours, entry, issue, seen)
        enter_announcement(declaration, entry.number, _day(entry), issue, evidence, by)
        return declaration

    outcomes = [
        batch.attempt(each.patent or each.shown, partial(enter, each), each.row) for each in entries
    ]
    batch.finish(organization, outcomes, "enter_announcements", by, CHECK)
    return outcomes


def import_announced(
    patent: Patent,
    organization: Organization,
    terms: Terms,
    by: User,
    *,
    number: str,
    announced_on: date,
    gazette_issue: str,
    evidence: str,
    contact: str = "",
    fee_statement: str = "",
) -> Declaration:
    """Enter a declaration that the office announced before its patentee came here.

    It takes notices once another person has compared it with its evidence. A bar does not stand in
    its way: the declaration is in force, whatever came later (PRODUCT §5.1).
    """
    _require_own(patent, organization)
    require_none([*checks.terms_problems(terms, patent.kind), *checks.life_problems(terms, patent)])
    declaration = Declaration(
        patent=patent,
        organization=organization,
        announced_elsewhere=True,
        contact=contact.strip() or contact_of(organization),
        fee_statement=fee_statement.strip() or statement.draft(terms),
    )
    declaration.set_terms(terms)
    add_new(declaration, declared_already(patent))
    step(declaration, "import", by, terms_sha256=declaration.terms_sha256)
    enter_announcement(declaration, number, announced_on, gazette_issue, evidence, by)
    return declaration


def import_many(
    organization: Organization, rows: Sequence[Imported], evidence: str, by: User
) -> list[Outcome]:
    """Enter many declarations announced elsewhere, with one evidence for all."""
    _require_rows(rows)
    require_evidence(evidence)
    ours = _patents_of(organization, [each.entry.patent for each in rows])

    def enter(row: Imported) -> Declaration:
        if row.problem is not None or row.terms is None:
            raise row.problem or Refused("row_unreadable", N_("This row cannot be read."))
        patent = ours.get(row.entry.patent)
        if patent is None:
            raise Refused("patent_unknown", UNKNOWN, number=row.entry.patent)
        return import_announced(
            patent,
            organization,
            row.terms,
            by,
            number=row.entry.number,
            announced_on=_day(row.entry),
            gazette_issue=row.entry.issue,
            evidence=evidence,
            contact=row.contact,
            fee_statement=row.statement,
        )

    outcomes = [
        batch.attempt(each.entry.patent or each.entry.shown, partial(enter, each), each.entry.row)
        for each in rows
    ]
    batch.finish(organization, outcomes, "import_announced", by, CHECK)
    return outcomes


def _patents_of(organization: Organization, numbers: Sequence[str]) -> dict[str, Patent]:
    rows = db.session.scalars(
        select(Patent).where(Patent.claimant_id == organization.id, Patent.number.in_(numbers))
    )
    return {each.number: each for each in rows}


def _require_own(patent: Patent, organization: Organization) -> None:
    if patent.claimant_id != organization.id:
        raise Refused(
            "not_yours",
            N_("%(number)s does not stand in your organization's inventory. Take it out."),
            number=patent.number,
        )


def _awaiting(
    ours: dict[str, Declaration], entry: Entry, issue: str, seen: set[str]
) -> Declaration:
    if entry.problem is not None:
        raise entry.problem
    if entry.issue and entry.issue != issue:
        raise Refused(
            "other_issue",
            N_("This row is of issue %(other)s, the evidence of %(issue)s. Enter it with its own."),
            other=entry.issue,
            issue=issue,
        )
    declaration = ours.get(entry.patent)
    if declaration is None:
        raise Refused(
            "declaration_unknown",
            N_("There is no declaration of yours at the office for %(number)s."),
            number=entry.patent,
        )
    if entry.patent in seen or entry.number in seen:
        raise Refused("row_twice", N_("This patent or declaration number stands in two rows."))
    seen.update({entry.patent, entry.number})
    if declaration.awaits_check:
        raise Refused(
            "entered_already",
            N_("An announcement is entered for %(number)s and waits for its check."),
            number=entry.patent,
        )
    return declaration


def _by_number(organization: Organization, numbers: Sequence[str]) -> dict[str, Declaration]:
    rows = db.session.scalars(
        select(Declaration)
        .join(Patent, Patent.id == Declaration.patent_id)
        .where(
            Declaration.organization_id == organization.id,
            Declaration.status == DeclarationStatus.SUBMITTED,
            Patent.number.in_(numbers),
        )
    )
    return {each.patent.number: each for each in rows}


def _day(entry: Entry) -> date:
    if entry.day is None:  # pragma: no cover - a row without a day carries its problem
        raise ValueError("a readable row has a day")
    return entry.day


def _require_rows(rows: Sequence[object]) -> None:
    if not rows:
        raise Refused("no_rows", N_("No row was found in the table."), status=422, field="table")
    if len(rows) > batch.LIMIT:
        raise Refused(
            "too_many",
            N_("Choose at most %(limit)s declarations at once; these are %(count)s."),
            status=422,
            field="table",
            limit=batch.LIMIT,
            count=len(rows),
        )
