"""One deal of the demonstration: the steps that its parties take, through the services."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements import services, texts
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import Act
from marketplace.demo.inventory import freshen
from marketplace.demo.timeline import Story, together
from marketplace.demo.world import Cast, Shelf, World, paper, reference
from marketplace.obligations import demands, statements
from marketplace.obligations.models import RoyaltyStatement
from marketplace.payments import services as payments
from marketplace.payments.models import Payment

ADDRESS = "127.0.0.1"
AGENT = "demonstration"
_INVITATION_DAYS = 15


@dataclass
class Deal:
    """A licensee takes up a listing; every method is one step of one side on the present day."""

    world: World
    shelf: Shelf
    licensee: Cast
    agreements: list[Agreement] = field(default_factory=list)

    @property
    def agreement(self) -> Agreement:
        return self.agreements[0]

    @property
    def licensor(self) -> Cast:
        return self.shelf.cast

    def second(self, side: Side) -> User:
        """Who decides beside the owner of a side."""
        return self.world.second(self.cast(side))

    def cast(self, side: Side) -> Cast:
        return self.licensor if side is Side.LICENSOR else self.licensee

    def days_until(self, days_ago: int) -> int:
        """How many days pass from the present day until so many days before today; at least one."""
        return max(1, (self.world.today - clock.today()).days - days_ago)

    def draft(self) -> None:
        organization = self.licensee.organization
        self.agreements = services.draft(self.shelf.listing, organization, self.licensee.owner)
        self.world.agreements += self.agreements

    def notice(self) -> None:
        """The licensee signs and sends the notice on each declaration of the listing."""
        self.look_up()
        for agreement in self.agreements:
            services.sign_notice(agreement, self._act(self.licensee, agreement))

    def accept(self) -> None:
        """The licensee accepts the standing offer."""
        self.look_up()
        services.accept_standing_offer(self.agreement, self._act(self.licensee))

    def accept_text(self) -> None:
        services.accept_open_source(self.agreement, self._act(self.licensee))

    def sign(self, side: Side, *, within_days: int = _INVITATION_DAYS) -> None:
        """One side signs the contract; the first signature invites the other."""
        self.look_up()
        cast = self.licensor if side is Side.LICENSOR else self.licensee
        ends_on = clock.today() + timedelta(days=within_days)
        services.sign_contract(self.agreement, side, self._act(cast), ends_on)

    def convert(self) -> None:
        """The evaluated trial goes into the contract that it promised, which both sides sign; the deal
        goes on with that one."""
        made = services.draft_conversion(self.agreement, self.licensee.owner)
        self.agreements = [made]
        self.world.agreements.append(made)
        for side in (Side.LICENSEE, Side.LICENSOR):
            self.sign(side)

    def pay(self, *, part: int = 1) -> list[Payment]:
        """The licensee states transfers of what is due now (one ``part``-th of it) with slips."""
        return [
            self._transfer(agreement, due // part)
            for agreement in self.agreements
            if (due := payments.due_now_fen(agreement))
        ]

    def confirm(self, made: list[Payment]) -> None:
        for payment in made:
            payments.confirm(payment, self.licensor.owner)

    def report_again(self, wrong: RoyaltyStatement, quantity: int) -> RoyaltyStatement:
        """The licensee reports a period anew (fen of net sales)."""
        first, last = wrong.period_from, wrong.period_to
        slip = paper("更正后的销售台账", first.isoformat(), last.isoformat(), str(quantity))
        return statements.submit_statement(
            self.agreement, first, last, quantity, self.licensee.owner, slip
        )

    def report(self, quantity: int) -> RoyaltyStatement:
        """The licensee reports the oldest royalty period that is over (fen of net sales)."""
        period = statements.open_periods(self.agreement)[0]
        first, last = period.period_from, period.period_to
        if first is None or last is None:
            raise LookupError("a royalty line without a period")
        slip = paper("销售台账", first.isoformat(), last.isoformat(), str(quantity))
        return statements.submit_statement(
            self.agreement, first, last, quantity, self.licensee.owner, slip
        )

    def demand(self, within_days: int) -> None:
        """A signatory of the licensor serves a demand for what is overdue."""
        deadline_on: date = clock.today() + timedelta(days=within_days)
        earliest = demands.earliest_deadline(self.agreement, clock.today())
        demands.serve(self.agreement, max(deadline_on, earliest), self.licensor.owner)

    def _transfer(self, agreement: Agreement, amount_fen: int) -> Payment:
        today = clock.today()
        number = reference(agreement.public_id, today, amount_fen)
        slip = paper("银行电子回单", number, agreement.licensor.name, f"{amount_fen} fen")
        return payments.state_transfer(
            agreement, amount_fen, today, number, slip, self.licensee.owner
        )

    def _act(self, cast: Cast, agreement: Agreement | None = None) -> Act:
        text = texts.build(agreement or self.agreement)
        return Act(by=cast.owner, text_sha256=text.sha256, address=ADDRESS, agent=AGENT)

    def look_up(self) -> None:
        """Bars count at every signature, and stale ones make a notice open the duty to withdraw; the
        licensor keeps them fresh."""
        freshen(self.world, self.licensor, self.agreement.patents)


Script = Callable[[Deal], Story]


def beside(script: Script, *others: Script) -> Script:
    """What goes its own way beside a deal, from the day of its effect."""

    def all_of(deal: Deal) -> Story:
        return together(script(deal), *(_once_in_force(deal, other) for other in others))

    return all_of


def _once_in_force(deal: Deal, script: Script) -> Story:
    while not (deal.agreements and deal.agreement.is_in_force):
        yield 1
    yield from script(deal)
