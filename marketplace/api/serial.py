"""From records to the shapes that leave the site."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.policies import is_shown_to
from marketplace.agreements.queries import open_question
from marketplace.api import shapes
from marketplace.config import current_settings
from marketplace.deeds.models import Deed
from marketplace.deeds.queries import deeds_of, terms_in_force
from marketplace.documents.models import Document
from marketplace.documents.queries import documents_of
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.listings.queries import PatentView, PublicView, public_view
from marketplace.obligations.models import Obligation
from marketplace.obligations.services import rows_of
from marketplace.patents.models import Patent
from marketplace.registration.models import Filing
from marketplace.statistics.models import StatisticsRelease
from marketplace.terms.record import Terms, as_data
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.terms.schedule import schedule


def address(path: str) -> str:
    """The full address of a path on this site, whatever host the request named."""
    return current_settings().base_url.rstrip("/") + path


def listing_detail(listing: Listing, language: str) -> shapes.ListingDetail:
    """A published listing with the terms of each patent; texts in ``language``."""
    view = public_view(listing, language)
    first = view.terms
    return shapes.ListingDetail(
        id=listing.public_id,
        url=address(f"/listings/{listing.public_id}"),
        route=listing.route or first.route,
        fee_mode=listing.fee_mode or first.fee_mode,
        licensor=listing.organization.name,
        published_at=listing.published_at,
        title=listing.title,
        summary=listing.summary,
        uses=listing.uses,
        benefit=listing.benefit,
        economics=listing.economics,
        stage=listing.stage,
        maturity=listing.maturity,
        materials=listing.materials,
        handover=listing.handover,
        duties=listing.duties,
        standards=listing.standards,
        contact=view.contact,
        patents=tuple(_offered(each, view) for each in view.patents),
    )


def agreement_detail(agreement: Agreement, side: Side) -> shapes.AgreementDetail:
    """An agreement as the organization on ``side`` sees it."""
    today = clock.today()
    declaration = agreement.declaration
    return shapes.AgreementDetail(
        id=agreement.public_id,
        url=address(f"/agreements/{agreement.public_id}"),
        sign_url=sign_url(agreement, side),
        status=agreement.status,
        route=agreement.route,
        fee_mode=agreement.fee_mode,
        listing=agreement.listing.public_id if agreement.listing else None,
        declaration=declaration.number if declaration else None,
        licensor=party_ref(agreement.licensor),
        licensee=party_ref(agreement.licensee),
        patents=tuple(patent_ref(each) for each in agreement.patents),
        terms=as_data(agreement.record),
        terms_sha256=agreement.terms_sha256,
        text_sha256=agreement.text_sha256,
        signed_elsewhere=agreement.elsewhere,
        contract_number=_own_number(agreement, side),
        converted_from=agreement.converted_from and agreement.converted_from.public_id,
        converted_into=_converted_into(agreement, side),
        papers=tuple(_paper(each) for each in _papers_seen(agreement, side)),
        terms_in_force=as_data(terms_in_force(agreement)),
        effect_question=_effect_question(agreement),
        held_reason=agreement.held_reason,
        drafted_at=agreement.drafted_at,
        notice_sent_at=agreement.notice_sent_at,
        delivered_at=agreement.delivered_at,
        concluded_at=agreement.concluded_at,
        effective_on=agreement.effective_on,
        last_day=agreement.last_day,
        ended_on=agreement.ended_on,
        obligations=tuple(_owed(each, today) for each in rows_of(agreement)),
        filings=tuple(_filing(each, today) for each in _filings(agreement)),
        documents=tuple(_document(each) for each in documents_of(agreement)),
    )


def _effect_question(agreement: Agreement) -> shapes.EffectQuestionFacts | None:
    question = open_question(agreement)
    if question is None:
        return None
    return shapes.EffectQuestionFacts(
        url=address(f"/agreements/{agreement.public_id}/effect"),
        status=question.status,
        cause=question.cause,
        finding=question.found.finding if question.found else None,
        closed_on=question.closed_on,
        decide_by=question.decide_by,
    )


def _own_number(agreement: Agreement, side: Side) -> str | None:
    found = agreement.reference(side)
    return found.contract_number or None if found is not None else None


def _converted_into(agreement: Agreement, side: Side) -> str | None:
    into = agreement.conversion
    return into.public_id if into is not None and is_shown_to(side, into) else None


def _papers_seen(agreement: Agreement, side: Side) -> list[Deed]:
    """What nobody has signed yet is the proposing side's own."""
    return [each for each in deeds_of(agreement) if each.first_signed_at or each.side is side]


def _paper(deed: Deed) -> shapes.FurtherPaper:
    return shapes.FurtherPaper(
        id=deed.public_id,
        url=address(f"/deeds/{deed.public_id}"),
        kind=deed.kind,
        status=deed.status,
        ground=deed.ground,
        effective_on=deed.effective_on,
        terms_sha256=deed.terms_sha256,
        text_sha256=deed.text_sha256,
    )


def drafted(agreements: Sequence[Agreement]) -> shapes.Drafted:
    """The drafts of a licensee: the first in full, all by their addresses."""
    first = agreement_detail(agreements[0], Side.LICENSEE)
    return shapes.Drafted(**dict(first), drafts=tuple(_link(each) for each in agreements))


def sign_url(agreement: Agreement, side: Side) -> str | None:
    """Where this side goes to sign, None when there is nothing for it to sign now. A licensor
    signs only contracts, and not before the other side has shown its hand."""
    waits = agreement.is_before_effect and agreement.signature(side) is None
    waits = waits and not agreement.invitation_is_over
    if side is Side.LICENSOR:
        contract = ROUTES[agreement.route].instrument is Instrument.CONTRACT
        waits = waits and contract and agreement.first_signed_at is not None
    if not waits:
        return None
    return address(url_for("agreements.check", agreement_id=agreement.public_id))


def _offered(view: PatentView, listing: PublicView) -> shapes.OfferedPatent:
    declaration = view.declaration
    return shapes.OfferedPatent(
        **dict(patent_ref(view.patent)),
        expires_on=view.patent.expires_on,
        declaration=shapes.DeclarationFacts(
            number=declaration.number,
            status=declaration.status,
            announced_on=declaration.announced_on,
        )
        if declaration
        else None,
        takes_notices=view.takes_notices,
        fee=view.summary,
        due_at_effect=_due_at_effect(view.terms, listing.on),
        terms=as_data(view.terms),
    )


def _due_at_effect(terms: Terms, day: date) -> shapes.Amount:
    lines = schedule(terms, day)
    return _amount(sum(line.amount_fen or 0 for line in lines if line.due_on == day))


def _amount(fen: int) -> shapes.Amount:
    return shapes.Amount(amount=fen)


def patent_ref(patent: Patent) -> shapes.PatentRef:
    return shapes.PatentRef(
        number=patent.number, title=patent.title, kind=patent.kind, ipc=tuple(patent.ipc)
    )


def party_ref(organization: Organization) -> shapes.Party:
    return shapes.Party(id=organization.public_id, name=organization.name, code=organization.code)


def _owed(row: Obligation, today: date) -> shapes.Owed:
    return shapes.Owed(
        id=row.public_id,
        reason=row.reason,
        status=row.status,
        amount=None if row.amount_fen is None else _amount(row.amount_fen),
        paid=_amount(row.paid_fen),
        due_on=row.due_on,
        overdue=row.is_overdue(today),
    )


def _filings(agreement: Agreement) -> Iterable[Filing]:
    return db.session.scalars(
        select(Filing).where(Filing.agreement_id == agreement.id).order_by(Filing.id)
    )


def _filing(filing: Filing, today: date) -> shapes.FilingFacts:
    return shapes.FilingFacts(
        id=filing.public_id,
        kind=filing.kind,
        status=filing.status,
        due_on=filing.due_on,
        number=filing.number,
        done_on=filing.done_on,
        overdue=filing.is_overdue(today),
    )


def _document(document: Document) -> shapes.DocumentFacts:
    return shapes.DocumentFacts(
        id=document.public_id,
        kind=document.kind,
        number=document.number,
        status=document.status,
        sha256=document.sealed_sha256,
    )


def _link(agreement: Agreement) -> shapes.DraftLink:
    return shapes.DraftLink(
        id=agreement.public_id,
        url=address(f"/agreements/{agreement.public_id}"),
        sign_url=sign_url(agreement, Side.LICENSEE),
        status=agreement.status,
        patents=tuple(patent.number for patent in agreement.patents),
    )


def statistics_of(release: StatisticsRelease) -> dict[str, Any]:
    """The published figures of a quarter."""
    return {
        "through": release.through,
        "method": release.method,
        "published_at": release.made_at,
        **release.prices,
    }
