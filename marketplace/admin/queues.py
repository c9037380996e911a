"""The queues of the operator: what waits for a decision, and what got stuck. Oldest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, lazyload, selectinload

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Membership, PayeeAccount
from marketplace.admin import rows
from marketplace.admin.services import HELD_FOR_EXPORT, HELD_IN
from marketplace.agreements import queries as agreements
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.batches import queries as batches
from marketplace.declarations import queries as declarations
from marketplace.declarations.models import Declaration
from marketplace.documents import queries as documents
from marketplace.enquiries import queries as enquiries
from marketplace.extensions import db
from marketplace.mail import MailDelivery, OutgoingMail
from marketplace.patents.enums import Claim
from marketplace.patents.models import Patent, PatentClaim
from marketplace.payments.models import COUNTED, Allocation, Payment, PaymentStatus


@dataclass(frozen=True)
class Queue:
    """One list of records that wait.

    ``since`` names the column that says from when each of them waits, by which ``statement`` is
    ordered; ``rows`` makes what is shown of a page of them; ``decided`` tells whether staff decides on it, or only watches over it.
    """

    key: str
    title: Any
    note: Any
    statement: Callable[[], Select[Any]]
    since: str
    rows: Callable[[Sequence[Any]], list[rows.Row]]
    decided: bool = True

    def standing(self) -> "Standing":
        """How many wait and since when, in one statement."""
        waiting = self.statement().options(lazyload("*")).order_by(None).subquery()
        count, oldest = db.session.execute(
            select(func.count(), func.min(waiting.c[self.since])).select_from(waiting)
        ).one()
        return Standing(self, count, oldest)


@dataclass(frozen=True)
class Standing:
    """A queue as it stands now."""

    queue: Queue
    count: int
    oldest: datetime | None


def announcements() -> Select[Declaration]:
    """Announcements entered in organizations of one member, where nobody else can check them."""
    members = (
        select(func.count(Membership.id))
        .where(
            Membership.organization_id == Declaration.organization_id,
            Membership.left_at.is_(None),
        )
        .scalar_subquery()
    )
    return declarations.to_check().where(members <= 1)


def contested_claims() -> Select[Patent]:
    """Patents that nobody has proven and more than one organization lists as its own."""
    return (
        select(Patent)
        .where(
            Patent.claim == Claim.CLAIMED,
            Patent.claims.any(PatentClaim.organization_id != Patent.claimant_id),
        )
        .options(selectinload(Patent.claims).joinedload(PatentClaim.organization))
        .order_by(Patent.created_at, Patent.id)
    )


def held_notices() -> Select[Agreement]:
    """Notices of parties abroad, held until the technology-export check is done."""
    return (
        select(Agreement)
        .where(Agreement.status.in_(HELD_IN), Agreement.held_reason == HELD_FOR_EXPORT)
        .options(
            selectinload(Agreement.licensee),
            selectinload(Agreement.licensor),
            selectinload(Agreement.subjects).joinedload(AgreementPatent.patent),
        )
        .order_by(Agreement.notice_sent_at, Agreement.id)
    )


def payments_to_clear() -> Select[Payment]:
    """Payments that a party disputes, and received money that no obligation explains."""
    explained = (
        select(func.coalesce(func.sum(Allocation.amount_fen), 0))
        .where(Allocation.payment_id == Payment.id)
        .scalar_subquery()
    )
    return (
        select(Payment)
        .where(
            or_(
                Payment.status == PaymentStatus.DISPUTED,
                and_(
                    Payment.status.in_(COUNTED),
                    Payment.amount_fen - Payment.returned_fen > explained,
                ),
            )
        )
        .options(
            selectinload(Payment.licensor),
            selectinload(Payment.agreement),
            selectinload(Payment.allocations),
        )
        .order_by(Payment.entered_at, Payment.id)
    )


def undelivered_mail() -> Select[OutgoingMail]:
    """Mails that have not left."""
    return (
        select(OutgoingMail)
        .outerjoin(MailDelivery, MailDelivery.mail_id == OutgoingMail.id)
        .where(MailDelivery.delivered_at.is_(None))
        .order_by(OutgoingMail.written_at, OutgoingMail.id)
    )


def _each(row: Callable[[Any], rows.Row]) -> Callable[[Sequence[Any]], list[rows.Row]]:
    return lambda records: [row(record) for record in records]


def _payees() -> Select[Any]:
    return accounts.payee_accounts_to_verify().options(contains_eager(PayeeAccount.organization))


_ALL = (
    Queue(
        "verifications",
        _l("Organizations to verify"),
        _l("Compare name and code with the evidence, then verify or return with a reason."),
        accounts.awaiting_verification,
        "verification_requested_at",
        _each(rows.organization),
    ),
    Queue(
        "payee-accounts",
        _l("Payee accounts to verify"),
        _l("The holder must be the organization itself: payments go there and nowhere else."),
        _payees,
        "stated_at",
        _each(rows.payee_account),
    ),
    Queue(
        "listings",
        _l("Listings to review"),
        _l("Read the listing as a buyer will, look at bars and ceilings, publish or return."),
        batches.single_listings_to_review,
        "submitted_at",
        _each(rows.listing),
    ),
    Queue(
        "batches",
        _l("Batches to review"),
        _l("Many listings on one preset; publish or return them together or one by one."),
        batches.to_review,
        "submitted_at",
        rows.batches,
    ),
    Queue(
        "enquiries",
        _l("Enquiries reported"),
        _l("Read what was reported and why; hide the thread or leave it as it is."),
        enquiries.reported,
        "reported_at",
        _each(rows.enquiry),
    ),
    Queue(
        "announcements",
        _l("Announcements to check"),
        _l("Entered by organizations of one member; you are the second person."),
        announcements,
        "entered_at",
        _each(rows.announcement),
    ),
    Queue(
        "claims",
        _l("Contested patents"),
        _l("More than one organization lists them; a register copy decides."),
        contested_claims,
        "created_at",
        _each(rows.claim),
    ),
    Queue(
        "held-notices",
        _l("Notices held for the export check"),
        _l("A party is abroad: the technology-export check precedes service of the notice."),
        held_notices,
        "notice_sent_at",
        _each(rows.held_notice),
    ),
    Queue(
        "effect",
        _l("Licenses whose effect is asked about"),
        _l(
            "The licensor's people decide; in organizations of one member you are the second person."
        ),
        agreements.undecided_questions,
        "asked_at",
        _each(rows.effect_question),
    ),
    Queue(
        "payments",
        _l("Payments disputed or not explained"),
        _l("The parties settle them; see that they do."),
        payments_to_clear,
        "entered_at",
        _each(rows.payment),
        decided=False,
    ),
    Queue(
        "documents",
        _l("Documents whose sealing fails"),
        _l("Sealing is tried again by itself; the error says what to repair."),
        documents.stuck,
        "requested_at",
        _each(rows.document),
        decided=False,
    ),
    Queue(
        "timestamps",
        _l("Sealed documents without their timestamp"),
        _l("They are valid at the lower level. The timestamp is asked for again by itself."),
        documents.without_timestamp,
        "requested_at",
        _each(rows.untimed),
        decided=False,
    ),
    Queue(
        "mail",
        _l("Mail not delivered"),
        _l("Delivery is tried again for two days; what was told stands in the inbox all the same."),
        undelivered_mail,
        "written_at",
        rows.mails,
        decided=False,
    ),
)

QUEUES: dict[str, Queue] = {queue.key: queue for queue in _ALL}
