"""A license lived through from its preview to its last payment, by the services and the clock."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace import clock, files
from marketplace.agreements import services as agreements
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.obligations import services as obligations
from marketplace.obligations import statements
from marketplace.obligations.models import FactKind
from marketplace.payments import services as payments
from marketplace.payments.models import PaymentStatus
from marketplace.terms import events
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Transfer
from marketplace.terms.projection import Projection, Volume, assumed_facts
from marketplace.terms.record import Terms
from marketplace.terms.schedule import project
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.registration.scenes import PARTY, SLIP

DAY = timedelta(days=1)
AGREED = Terms.of(Route.TRANSFER, transfer=Transfer(price_fen=12_345_678))
"""What the parties agree on where the listing names neither price nor shares."""


@dataclass
class Journey:
    """One agreement, what was shown before it was signed, and what the volume assumes. ``signed`` is
    the agreement of the beginning; where it was a trial, ``agreement`` becomes what it went into."""

    app: object
    terms: object
    volume: Volume
    agreement: Agreement | None = field(init=False, default=None)
    signed: Agreement | None = field(init=False, default=None)
    preview: Projection = field(init=False)
    begins_on: date = field(init=False)

    def draft(self):
        """Publish, take up, agree on what was left open, preview."""
        patent = make_patent(make_patentee(**PARTY))
        listing = deals.published(terms=self.terms, patents=[patent])
        self.begins_on = clock.today()
        self.agreement = deals.drafted(listing, deals.licensee(**PARTY))
        self.signed = self.agreement
        self.agree()
        self.preview = project(self.agreement.record, self.begins_on, self.volume)
        return self

    def sign(self):
        """Sign and pay what effect waits for."""
        if self.agreement is None:
            self.draft()
        _SIGNED[self.terms.route](self.agreement)
        self.pay()
        return self

    def agree(self):
        """Where price or shares were left to negotiation, they are agreed before anybody signs."""
        if self.terms.fee_mode is FeeMode.NEGOTIABLE:
            with transaction():
                agreements.negotiate(self.agreement, AGREED, owner_of(self.agreement.licensee))

    def live(self):
        """Let the days pass, by months and by the days on which something happens."""
        for day in self.days():
            for fact in self.facts_by_day().get(day, ()):
                with clock.at(day):
                    self.enter(fact)
            self.run_clocks(day)
            with clock.at(day):
                self.pay()
        return self

    def days(self):
        last = max(
            [*self.facts_by_day(), *(line.due_on for line in self.preview.lines)], default=None
        )
        last = max(last or self.begins_on, clock.add_months(self.begins_on, 12)) + DAY
        months = ((last - self.begins_on).days // 28) + 1
        monthly = (clock.add_months(self.begins_on, month) for month in range(1, months, 2))
        moments = {
            *self.facts_by_day(),
            *(line.due_on for line in self.preview.lines),
            *monthly,
            last,
        }
        return sorted(day for day in moments if self.begins_on <= day <= last)

    def facts_by_day(self):
        facts = assumed_facts(self.signed.record, self.begins_on, self.volume)
        by_day = {}
        for fact in facts:
            statement = isinstance(fact, events.StatementAccepted)
            by_day.setdefault(fact.period_to + DAY if statement else fact.on, []).append(fact)
        return by_day

    def run_clocks(self, day):
        db.session.commit()
        done = self.app.test_cli_runner().invoke(args=["clocks", "run", "--at", day.isoformat()])
        assert done.exit_code == 0, done.output
        db.session.expire_all()

    def enter(self, fact):
        """What the volume assumed has come true and is entered by who it is for."""
        agreement = self.agreement
        reporter, owner = owner_of(agreement.licensee), owner_of(agreement.licensor)
        match fact:
            case events.StatementAccepted():
                with transaction():
                    statement = statements.submit_statement(
                        agreement, fact.period_from, fact.period_to, fact.quantity, reporter
                    )
                with transaction():
                    statements.accept_statement(statement, owner)
            case events.Converted():
                with transaction():
                    agreements.evaluate(agreement, "达到指标", reporter)
                with transaction():
                    self.agreement = agreements.draft_conversion(agreement, reporter)
                deals.look_up(self.agreement)
                deals.sign_both(self.agreement)
            case events.FirstRevenue():
                self._fact(FactKind.FIRST_REVENUE, fact.on, reporter)
            case events.MilestoneAccepted():
                self._fact(FactKind.MILESTONE, fact.on, reporter, fact.name)

    def pay(self):
        """The licensee pays what is payable today; a licensor that may refuse confirms it."""
        due = payments.due_now_fen(self.agreement)
        if due:
            with transaction():
                payment = payments.state_transfer(
                    self.agreement,
                    due,
                    clock.today(),
                    "",
                    files.put(SLIP),
                    owner_of(self.agreement.licensee),
                )
            if payment.status is PaymentStatus.STATED:
                with transaction():
                    payments.confirm(payment, owner_of(self.agreement.licensor))

    def _fact(self, kind, on, by, name=""):
        with transaction():
            obligations.enter_fact(self.agreement, kind, on, by, name=name)


def _notice(agreement):
    with transaction():
        agreements.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))


def _acceptance(agreement):
    with transaction():
        agreements.accept_standing_offer(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )


def _by_text(agreement):
    with transaction():
        agreements.accept_open_source(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )


_SIGNED = {
    Route.OPEN: _notice,
    Route.ORDINARY: _acceptance,
    Route.OPEN_SOURCE: _by_text,
    Route.TRANSFER: deals.sign_both,
}
