"""My desk: what waits for an organization, its deals, filings, listings and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from marketplace import clock
from marketplace.accounts import messages
from marketplace.accounts.messages import Rendered
from marketplace.accounts.models import InboxMessage, Organization, User
from marketplace.accounts.queries import inbox
from marketplace.agreements.lifecycles import BEFORE_EFFECT, IN_FORCE
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import of_organization
from marketplace.desk.chain import Deal, stations
from marketplace.desk.deals import deals_of
from marketplace.enquiries.queries import waiting_count
from marketplace.extensions import db
from marketplace.listings import queries as listings
from marketplace.listings.models import ListingStatus
from marketplace.obligations.creditors import owes_to
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.patents.models import Patent
from marketplace.registration.models import Filing, Note
from marketplace.registration.queries import desk as filing_desk
from marketplace.terms.routes import Station as Stop
from marketplace.web_parts import chain as web_chain
from marketplace.web_parts.chain import Station
from marketplace.web_parts.charts import Bar

SHOWN = 10
FUNNEL_DEALS = 500
"""The funnel looks at so many of the newest deals that are not over."""
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """A deal with its row of marks and the station to look at next."""

    agreement: Agreement
    stations: list[Station]
    next: Station | None


@dataclass(frozen=True)
class Sums:
    """Fen that are overdue and that fall due within 30 days, as owed to or by the organization."""

    overdue_fen: int
    soon_fen: int


@dataclass(frozen=True)
class Desk:
    """Everything on the page; lists are cut at ``SHOWN``, counts are whole."""

    organization: Organization
    today: date
    waiting: list[tuple[InboxMessage, Rendered]]
    questions: int
    rows: list[Row]
    agreements: int
    filings: Sequence[Filing]
    listings: dict[ListingStatus, int]
    patents: int
    to_pay: Sums
    to_receive: Sums
    funnel: list[Bar]

    @property
    def is_patentee(self) -> bool:
        return bool(self.patents or self.listings)

    @property
    def is_new(self) -> bool:
        """Nothing has begun yet: the page says how to begin."""
        return not (self.is_patentee or self.agreements)


def desk_of(organization: Organization, user: User, language: str) -> Desk:
    """The desk of an organization today, in a fixed number of statements."""
    today = clock.today()
    newest = of_organization(organization)
    deals = deals_of(db.session.scalars(newest.limit(SHOWN)).all(), today)
    return Desk(
        organization=organization,
        today=today,
        waiting=_waiting(organization, user, language),
        questions=waiting_count(organization),
        rows=[_row(deal) for deal in deals],
        agreements=_count_of(organization),
        filings=_filings(organization),
        listings=listings.counts(organization),
        patents=_patents(organization),
        to_pay=_sums(Agreement.licensee_id == organization.id, today),
        to_receive=_sums(owes_to(organization), today),
        funnel=_funnel(organization, today),
    )


def _row(deal: Deal) -> Row:
    made = stations(deal)
    return Row(deal.agreement, made, web_chain.next_station(made))


def _waiting(
    organization: Organization, user: User, language: str
) -> list[tuple[InboxMessage, Rendered]]:
    """Unread messages, those with a day first and the nearest day on top."""
    unread = db.session.scalars(
        inbox(user, organization, unread=True)
        .order_by(None)
        .order_by(InboxMessage.due_on.is_(None), InboxMessage.due_on, InboxMessage.id.desc())
        .limit(SHOWN)
    )
    return [(each, messages.render(each.code, each.params, language)) for each in unread]


def _filings(organization: Organization) -> Sequence[Filing]:
    """What the organization files, by due day, without products that do not exist yet."""
    not_yet = or_(Filing.note.is_(None), Filing.note != Note.NO_PRODUCT_YET)
    return db.session.scalars(filing_desk(organization).where(not_yet).limit(SHOWN)).all()


def _count_of(organization: Organization) -> int:
    counted = select(func.count()).select_from(
        of_organization(organization).order_by(None).subquery()
    )
    return db.session.scalar(counted) or 0


def _patents(organization: Organization) -> int:
    counted = select(func.count(Patent.id)).where(Patent.claimant_id == organization.id)
    return db.session.scalar(counted) or 0


def _sums(party: ColumnElement[bool], today: date) -> Sums:
    rows = db.session.execute(
        select(
            Obligation.due_on < today,
            func.sum(Obligation.amount_fen - Obligation.paid_fen),
        )
        .join(Agreement, Agreement.id == Obligation.agreement_id)
        .where(
            party,
            Obligation.status.in_(UNPAID),
            Obligation.due_on <= today + SOON,
            Obligation.amount_fen > Obligation.paid_fen,
        )
        .group_by(Obligation.due_on < today)
    )
    found = {bool(late): int(total or 0) for late, total in rows}
    return Sums(found.get(True, 0), found.get(False, 0))


def _funnel(organization: Organization, today: date) -> list[Bar]:
    """How many running deals have each station behind them."""
    running = of_organization(organization).where(Agreement.status.in_(BEFORE_EFFECT | IN_FORCE))
    found = db.session.scalars(running.limit(FUNNEL_DEALS)).all()
    chains = [stations(deal) for deal in deals_of(found, today)]
    names = {station.key: station.label for made in chains for station in made}
    reached = web_chain.reached(chains)
    return [Bar(names[stop], reached[stop]) for stop in Stop if stop in reached]
