"""Licenses that owe money, and short ways to let their days pass."""

from datetime import timedelta

from marketplace import clock
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.obligations import services, statements
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.worker.services import run_clocks
from tests import deals
from tests.accounts.factories import owner_of

DAY = timedelta(days=1)
HALF_YEAR_FEN = 100_000_000


def in_instalments(amounts_fen=(1_000_000, 2_000_000, 3_000_000), every_months=3):
    """A contract in effect today that is paid in parts, the first today."""
    listing = deals.published(
        FeeMode.INSTALMENTS,
        Route.ORDINARY,
        amounts_fen=list(amounts_fen),
        every_months=every_months,
        months=24,
    )
    return deals.accepted(listing)


def with_royalty(rate_ppm=20_000, months=24):
    """A contract with a royalty on net sales, reported every half-year."""
    listing = deals.published(FeeMode.ROYALTY, Route.ORDINARY, rate_ppm=rate_ppm, months=months)
    return deals.accepted(listing)


def run_on(day):
    """Let the site's clocks look from this day."""
    db.session.commit()
    with clock.at(day):
        run_clocks()
    db.session.expire_all()


def report(agreement, row, quantity, day=None):
    """The licensee reports the period of a royalty row, by default the day after it is over."""
    with clock.at(day or row.period_to + DAY), transaction():
        return statements.submit_statement(
            agreement, row.period_from, row.period_to, quantity, owner_of(agreement.licensee)
        )


def accept(statement, day=None):
    with clock.at(day or statement.period_to + DAY), transaction():
        statements.accept_statement(statement, owner_of(statement.agreement.licensor))


def enter(agreement, kind, day, **values):
    with clock.at(day), transaction():
        return services.enter_fact(agreement, kind, day, owner_of(agreement.licensor), **values)


def pay(agreement, amount_fen, day=None, reference=""):
    """Pay and have it confirmed."""
    from marketplace.payments import services as payments

    with clock.at(day or clock.today()):
        payment = deals.pay(agreement, amount_fen, clock.today(), reference)
        with transaction():
            payments.confirm(payment, owner_of(agreement.licensor))
    return payment


def state_of(agreement):
    """What is owed, as comparable rows."""
    return [
        (row.key, row.status.value, row.amount_fen, row.due_on, row.paid_fen, row.posted_fen)
        for row in rows_of(agreement)
    ]
