"""What happens around contracts: offers accepted, trials, negotiation, sales, open source."""

from typing import Final

from marketplace import clock
from marketplace.agreements import services
from marketplace.agreements.models import Side
from marketplace.demo.deal import Deal
from marketplace.demo.deals import settle
from marketplace.demo.timeline import Story
from marketplace.demo.world import paper
from marketplace.in_house import services as in_house
from marketplace.in_house.models import InHouseNotice, Verdict
from marketplace.in_house.queries import rounds_of
from marketplace.obligations import services as obligations
from marketplace.obligations.models import FactKind
from marketplace.terms.routes import ROUTES

_DAYS_TO_PAY: Final = 30
_DAYS_LATE: Final = 35


def accepted(deal: Deal) -> Story:
    """A contract by acceptance of the standing offer."""
    deal.draft()
    yield 0
    deal.accept()


def accepted_and_paid(deal: Deal) -> Story:
    yield from accepted(deal)
    yield 4
    yield from settle(deal)


def used_first(deal: Deal) -> Story:
    """Used first; first revenue opens the payment, which comes in time."""
    yield from accepted(deal)
    yield 80
    obligations.enter_fact(
        deal.agreement,
        FactKind.FIRST_REVENUE,
        clock.today(),
        deal.licensee.owner,
        evidence_sha256=paper("首张销售发票", deal.agreement.public_id),
    )
    yield _DAYS_TO_PAY
    yield from settle(deal)


def used_first_and_late(deal: Deal) -> Story:
    """Used first; neither the days to pay nor the grace were kept, the licensor served a demand."""
    yield from accepted(deal)
    yield 40
    obligations.enter_fact(
        deal.agreement, FactKind.FIRST_REVENUE, clock.today(), deal.licensee.owner
    )
    yield _DAYS_TO_PAY + _DAYS_LATE
    deal.demand(20)


def evaluated(deal: Deal) -> Story:
    yield from accepted(deal)
    yield 90
    services.evaluate(
        deal.agreement, "试用三个月，良率达到约定指标，拟进入量产评审。", deal.licensee.owner
    )


def converted(deal: Deal) -> Story:
    yield from evaluated(deal)
    yield 10
    deal.convert()
    yield 20
    yield from settle(deal)


def returned(deal: Deal) -> Story:
    yield from evaluated(deal)
    yield 10
    services.return_trial(deal.agreement, "与现有产线节拍不匹配，退回试用。", deal.licensee.owner)


def negotiating(deal: Deal) -> Story:
    deal.draft()
    yield 2
    services.negotiate(deal.agreement, deal.agreement.record, deal.licensee.owner)


def approving(deal: Deal) -> Story:
    yield from negotiating(deal)
    yield 3
    services.ask_approval(deal.agreement, deal.licensor.owner)


def shown_in_house(deal: Deal) -> Story:
    yield from approving(deal)
    yield 4
    _show(deal, days=15)


def _show(deal: Deal, days: int) -> InHouseNotice:
    """The second person approves what the owner put forward, and opens the notice."""
    second = deal.world.second(deal.licensor)
    in_house.decide(rounds_of(deal.agreement)[-1:], Verdict.APPROVE, second)
    return services.open_in_house_notice(
        deal.agreement,
        second,
        opened_on=clock.today(),
        days=days,
        place="单位门户网站成果转化专栏",
        rules="《科技成果转化管理办法》第十二条",
        evidence=paper("公示页面截图", deal.agreement.title, clock.today().isoformat()),
    )


def _through_the_house(deal: Deal) -> Story:
    rules = ROUTES[deal.agreement.route]
    if rules.passes_right and services.needs_notice(deal.agreement):
        services.ask_approval(deal.agreement, deal.licensor.owner)
        notice = _show(deal, days=5)
        yield 6
        in_house.pass_notice(notice, deal.world.second(deal.licensor))


def refused(deal: Deal) -> Story:
    yield from negotiating(deal)
    yield 8
    services.refuse(deal.agreement, "报价低于内部评估下限。", deal.licensor.owner)


def invited(deal: Deal) -> Story:
    """The licensee signed; the licensor has not yet."""
    deal.draft()
    yield 2
    yield from _through_the_house(deal)
    deal.sign(Side.LICENSEE)


def signed_by_both(deal: Deal) -> Story:
    yield from invited(deal)
    yield 5
    deal.sign(Side.LICENSOR)


def bought(deal: Deal) -> Story:
    """A sale: shown in the house where that is due, signed by both, the price paid and seen."""
    yield from signed_by_both(deal)
    yield 20
    yield from settle(deal)


def open_source(deal: Deal) -> Story:
    deal.draft()
    yield 0
    deal.accept_text()
