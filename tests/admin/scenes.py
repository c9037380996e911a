"""Records that wait in the operator's queues, made through the services."""

from marketplace import clock, files
from marketplace.accounts import services as accounts
from marketplace.accounts.models import PayeeAccount
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.documents.models import Document, DocumentKind, SealingJob, TimestampJob
from marketplace.documents.services import request_document
from marketplace.enquiries import services as enquiries
from marketplace.extensions import db
from marketplace.listings.models import ListingStatus
from marketplace.mail import MailDelivery, OutgoingMail, queue_mail
from marketplace.patents.models import PatentClaim
from marketplace.payments import services as payments
from tests import deals
from tests.accounts.factories import make_organization, make_user, owner_of
from tests.declarations.factories import (
    DeclarationStatus,
    make_declaration,
    make_patent,
    make_patentee,
)
from tests.documents.factories import make_sealed
from tests.enquiries.factories import asked
from tests.listings.factories import make_listing


def asking(**values):
    """An organization that asked to be verified, with evidence."""
    organization = make_organization(make_user(), verified=False, **values)
    with transaction():
        accounts.request_verification(
            organization,
            owner_of(organization),
            evidence_sha256=files.put(b"%PDF-1.7 license"),
        )
    return organization


def stated_account(organization=None, **values):
    """A payee account that waits for verification."""
    organization = organization or make_organization()
    with transaction():
        account: PayeeAccount = accounts.add_payee_account(
            organization,
            owner_of(organization),
            **{
                "holder": organization.name,
                "bank": "中国银行",
                "account_number": "6222000000005678",
                **values,
            },
        )
    return account


def submitted(**options):
    """A listing that waits for review."""
    return make_listing(ListingStatus.SUBMITTED, **options)


def entered(members=1):
    """A declaration whose announcement was entered, in an organization of one or two members."""
    organization = make_patentee()
    declaration = make_declaration(DeclarationStatus.SUBMITTED, patent=make_patent(organization))
    with transaction():
        declarations.enter_announcement(
            declaration,
            "KF000012345",
            clock.today(),
            "42-10",
            files.put(b"%PDF-1.7 gazette"),
            owner_of(organization),
        )
    if members == 1:
        with transaction():
            accounts.leave(organization.memberships[1])
    return declaration


def contested():
    """A patent that a second organization lists as its own."""
    patent, rival = make_patent(make_organization()), make_organization()
    db.session.add(PatentClaim(patent=patent, organization=rival))
    db.session.commit()
    return patent, rival


def held(**values):
    """A notice of a party abroad that waits for the export check."""
    return deals.noticed(deals.published(), deals.licensee(abroad=True, **values))


def disputed():
    """A payment that the licensor does not find."""
    agreement = deals.noticed(
        deals.published("lump_sum", amount_fen=deals.LUMP_FEN), deals.licensee()
    )
    payment = deals.pay(agreement, deals.LUMP_FEN, clock.today(), "R1")
    with transaction():
        payments.dispute(payment, "银行流水中没有这笔款", owner_of(agreement.licensor))
    return payment


def reported():
    """A question that the patentee reported."""
    enquiry = asked()
    with transaction():
        enquiries.report(enquiry, owner_of(enquiry.patentee), "与该专利无关的广告")
    return enquiry


def stuck():
    """A document whose sealing failed again and again."""
    organization = make_organization()
    with transaction():
        document: Document = request_document(
            DocumentKind.STATEMENT,
            organization,
            {"title": "对账单"},
            template="statement",
            text_version="1",
            by=owner_of(organization),
        )
    job = db.session.query(SealingJob).filter_by(document_id=document.id).one()
    job.attempts, job.last_error = 5, "RuntimeError: no key"
    db.session.commit()
    return document


def untimed():
    """A sealed document whose timestamp authority failed again and again."""
    document, _ = make_sealed()
    document.timestamp_job = TimestampJob(
        attempts=5, next_attempt_at=clock.now(), last_error="TimeoutError"
    )
    db.session.commit()
    return document


def undelivered(event, to="zhang.san@example.com"):
    """A mail that was tried and did not leave."""
    with transaction():
        mail: OutgoingMail = queue_mail(to, "主题", "正文", event=event, locale="zh_CN")
    db.session.add(MailDelivery(mail_id=mail.id, attempts=2, last_error="ConnectionRefusedError"))
    db.session.commit()
    return mail
