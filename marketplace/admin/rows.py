"""How a record that waits reads in its queue: a title that leads on, and what one decides by."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts.models import Organization, PayeeAccount
from marketplace.agreements.models import Agreement
from marketplace.agreements.questions import EffectQuestion
from marketplace.batches import queries as listing_batches
from marketplace.batches.models import ListingBatch
from marketplace.batches.queries import Counts
from marketplace.declarations.models import Declaration
from marketplace.documents.models import Document, SealingJob, TimestampJob
from marketplace.enquiries.models import Enquiry
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.mail import MailDelivery, OutgoingMail
from marketplace.patents.models import Patent
from marketplace.patents.queries import competing_claims
from marketplace.payments.models import Payment, PaymentStatus
from marketplace.web import day, label, money


@dataclass(frozen=True)
class Row:
    """``facts`` are shown beside the title in this order; ``url`` is None where nothing leads on."""

    title: str
    url: str | None
    facts: Sequence[str]


def organization(record: Organization) -> Row:
    facts = [str(label(record.kind)), record.code or _("no credit code")]
    return Row(record.name, url_for("admin.organization", public_id=record.public_id), facts)


def payee_account(record: PayeeAccount) -> Row:
    facts = [record.bank, record.masked_number]
    if record.holder != record.organization.name:
        facts.append(_("holder: %(holder)s", holder=record.holder))
    url = url_for("admin.payee_account", public_id=record.public_id)
    return Row(record.organization.name, url, facts)


def listing(record: Listing) -> Row:
    facts = [record.organization.name, str(label(record.route)), str(label(record.fee_mode))]
    if len(record.items) > 1:
        facts.append(_("%(number)s patents", number=len(record.items)))
    return Row(record.title, url_for("admin.listing", public_id=record.public_id), facts)


def enquiry(record: Enquiry) -> Row:
    facts = [record.organization.name, record.report_reason or ""]
    url = url_for("enquiries.show", public_id=record.public_id)
    return Row(record.listing.title, url, [each for each in facts if each])


def batches(records: Sequence[ListingBatch]) -> list[Row]:
    """Batches with how many of their listings still wait."""
    counts = listing_batches.counts(records)
    return [_batch(record, counts[record.id]) for record in records]


def _batch(record: ListingBatch, counts: Counts) -> Row:
    facts = [
        record.organization.name,
        _("%(waiting)s of %(made)s wait", waiting=counts.waiting, made=counts.made),
    ]
    return Row(record.name, url_for("admin.batch", public_id=record.public_id), facts)


def announcement(record: Declaration) -> Row:
    facts = [
        record.organization.name,
        record.patent.number,
        _("No. %(number)s of %(day)s", number=record.number, day=day(record.announced_on)),
    ]
    url = url_for("declarations.show", public_id=record.public_id, _anchor="announcement-check")
    return Row(record.patent.title, url, facts)


def claim(record: Patent) -> Row:
    rivals = [each.organization.name for each in competing_claims(record)]
    facts = [
        record.number,
        _("listed by %(organization)s", organization=record.claimant.name),
        _("also claimed by %(organizations)s", organizations=_(", ").join(rivals)),
    ]
    return Row(record.title, url_for("patents.proof", number=record.number), facts)


def held_notice(record: Agreement) -> Row:
    facts = [
        _("to %(organization)s", organization=record.licensor.name),
        *(patent.number for patent in record.patents),
    ]
    url = url_for("admin.held_notice", public_id=record.public_id)
    return Row(record.licensee.name, url, facts)


def effect_question(record: EffectQuestion) -> Row:
    agreement = record.agreement
    facts = [
        _(
            "%(licensor)s to %(licensee)s",
            licensor=agreement.licensor.name,
            licensee=agreement.licensee.name,
        ),
        str(label(record.cause)),
        str(label(record.status)),
        _("by %(day)s", day=day(record.decide_by)),
    ]
    url = url_for("agreements.effect", agreement_id=agreement.public_id)
    return Row(agreement.title, url, facts)


def payment(record: Payment) -> Row:
    facts = [_("to %(organization)s", organization=record.licensor.name), day(record.value_day)]
    if record.status is PaymentStatus.DISPUTED:
        facts += [str(label(record.status)), record.dispute_reason]
    else:
        facts.append(_("%(amount)s not explained", amount=money(record.suspense_fen)))
    agreement = record.agreement
    if agreement is not None:
        url = url_for("desk.agreement", agreement_id=agreement.public_id)
    else:
        url = url_for("audit.item", kind=record.__tablename__, public_id=record.public_id)
    return Row(money(record.amount_fen), url, facts)


def document(record: Document) -> Row:
    return _document(record, record.job)


def untimed(record: Document) -> Row:
    return _document(record, record.timestamp_job)


def _document(record: Document, job: SealingJob | TimestampJob | None) -> Row:
    facts = [str(label(record.kind)), record.number or record.public_id]
    if job is not None:
        facts += [_("%(number)s attempts", number=job.attempts), job.last_error or ""]
    url = url_for("audit.item", kind=record.__tablename__, public_id=record.public_id)
    return Row(record.title, url, facts)


def mails(records: Sequence[OutgoingMail]) -> list[Row]:
    """Mails with how far their delivery has come, in two statements."""
    found = db.session.scalars(
        select(MailDelivery).where(MailDelivery.mail_id.in_([mail.id for mail in records]))
    )
    deliveries = {delivery.mail_id: delivery for delivery in found}
    return [_mail(mail, deliveries.get(mail.id)) for mail in records]


def _mail(mail: OutgoingMail, delivery: MailDelivery | None) -> Row:
    if delivery is None:
        return Row(mail.subject, None, [mail.to, _("waits for the worker")])
    facts = [mail.to, _("%(number)s attempts", number=delivery.attempts)]
    return Row(mail.subject, None, [*facts, delivery.last_error or ""])
