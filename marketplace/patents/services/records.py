"""Entering a patent, its days, and the proof of who owns it."""

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import policies
from marketplace.accounts.models import Organization
from marketplace.accounts.services import notify
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents import messages
from marketplace.patents.enums import Claim
from marketplace.patents.models import Patent, PatentClaim
from marketplace.patents.numbers import PatentNumber, parse
from marketplace.patents.services.shared import changed, refuse_future
from marketplace.patents.signals import patent_passed, patents_changed


def new_patent(number: str, organization: Organization, **values: Any) -> Patent:
    """A record that is not in the session yet; ``number`` is the stored writing."""
    parsed = parse(number)
    values = {"claim": Claim.CLAIMED, **values}
    patent = Patent(number=parsed.text, kind=parsed.kind, claimant=organization, **values)
    patent.settle_life()
    return patent


def add(number: str, title: str, organization: Organization, by: Any, **values: Any) -> Patent:
    """Enter one patent; ``values`` are further attributes of the record.

    Refused with ``number_held`` if the patent is listed already, by whomever.
    """
    parsed = parse(number)
    if db.session.scalar(select(Patent.id).where(Patent.number == parsed.text)) is not None:
        raise Refused(
            "number_listed",
            N_(
                "%(number)s is listed already. Find it in your inventory; if another organization "
                "listed it, send proof of ownership to the administrators."
            ),
            field="number",
            number=parsed.text,
        )
    patent = new_patent(parsed.text, organization, title=title, **values)
    db.session.add(patent)
    db.session.flush()
    db.session.add(PatentClaim(patent=patent, organization=organization))
    record("patent:create", patent, by, related=[organization], number=patent.number)
    patents_changed.send([patent])
    return patent


def set_days(patent: Patent, by: Any, *, filing_on: date | None, granted_on: date | None) -> None:
    """Enter filing and grant day; the term follows from the filing day (专利法 42)."""
    for day, field in ((filing_on, "filing_on"), (granted_on, "granted_on")):
        if day:
            refuse_future(day, field)
    if filing_on and filing_on.year > PatentNumber(patent.number).filing_year:
        raise Refused(
            "filing_day_conflict",
            N_("The filing day %(value)s is later than the year in the number. Correct it."),
            status=422,
            field="filing_on",
            value=filing_on.isoformat(),
        )
    if filing_on and granted_on and granted_on <= filing_on:
        raise Refused(
            "grant_before_filing",
            N_("The grant is announced after the filing. Correct one of the days."),
            status=422,
            field="granted_on",
        )
    patent.filing_on = filing_on
    patent.granted_on = granted_on
    patent.settle_life()
    changed(
        "patent:set_days",
        patent,
        by,
        filing_on=filing_on.isoformat() if filing_on else None,
        granted_on=granted_on.isoformat() if granted_on else None,
        expires_on=patent.expires_on.isoformat(),
    )


def set_text_private(patent: Patent, private: bool, by: Any) -> None:
    """Keep the product text of an imported list from the public, or show it (PRODUCT §5.9)."""
    patent.text_private = private
    changed("patent:set_text_private", patent, by, private=private)


def prove_claim(
    patent: Patent,
    organization: Organization,
    evidence_sha256: str,
    by: Any,
    *,
    passed_on: date | None = None,
) -> None:
    """An administrator accepts proof (a 专利登记簿副本) that the patent is this organization's.

    It becomes the claimant if it was not; whoever claimed before keeps a row in the claims, and
    both sides are told. ``passed_on``: the day on which a transfer was registered, where the right
    passed from the one to the other; licenses go on with it. NotAllowed for a member of either side.
    """
    refuse_future(passed_on or clock.today(), "passed_on")
    before = patent.claimant
    _require_outsider(by, organization, before)
    claimants = {each.organization_id: each.organization for each in patent.claims}
    if organization.id not in claimants:
        db.session.add(PatentClaim(patent=patent, organization=organization))
    patent.claimant = organization
    patent.claim = Claim.PROVEN
    patent.claim_proven_at = clock.now()
    patent.claim_evidence_sha256 = evidence_sha256
    event = changed(
        "patent:prove_claim",
        patent,
        by,
        related=[organization, before] if before is not organization else [organization],
        evidence_sha256=evidence_sha256,
        **({"passed_on": passed_on.isoformat()} if passed_on else {}),
    )
    if passed_on is not None and before is not organization:
        patent_passed.send(patent, before=before, to=organization, on=passed_on, by=by)
    facts: dict[str, Any] = {"number": patent.number, "title": patent.title}
    link = f"/patents/{patent.number}"
    notify(organization, messages.CLAIM_PROVEN, event=event, link=link, **facts)
    for loser in {**claimants, before.id: before}.values():
        if loser is not organization:
            notify(loser, messages.CLAIM_NOT_YOURS, event=event, link=link, **facts)


def _require_outsider(by: Any, *organizations: Organization) -> None:
    if not all(policies.may_decide_on(by, each) for each in organizations):
        raise NotAllowed(
            "own_organization",
            N_("Only an administrator who is no member of the organization decides on it."),
        )
