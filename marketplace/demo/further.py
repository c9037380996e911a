"""Further papers on contracts: terms changed by both, a contract ended by one."""

from typing import Final

from marketplace import clock
from marketplace.agreements.models import Side
from marketplace.agreements.services import Act
from marketplace.deeds import services, texts
from marketplace.deeds.models import Deed, Ground
from marketplace.deeds.queries import terms_in_force
from marketplace.demo.deal import ADDRESS, AGENT, Deal
from marketplace.demo.timeline import Story
from marketplace.demo.world import paper
from marketplace.in_house import services as in_house
from marketplace.terms.fee_parts import Tier
from marketplace.terms.parts import Period
from marketplace.terms.record import Terms

_AMENDED_DAYS_AGO: Final = 55
_NOTICE_DAYS: Final = 15
_LOWER_PPM: Final = 15_000
_LONGER_MONTHS: Final = 36
_TERMINATED_DAYS_AGO: Final = 16
_RENEWAL_DAYS_AGO: Final = 9
_WHY_LOWER: Final = (
    "被许可人首年扩产投入较大，双方经协商将提成比例由净销售额的2%调整为1.5%，其他条款不变。"
)
_WHY_LONGER: Final = (
    "合同即将到期，双方合作顺利，拟将许可期限延长至三十六个月，许可使用费不再另计。"
)
_WHY_ENDED: Final = (
    "被许可人迟延支付许可使用费，许可人已书面催告并给予合理期限，期限届满后至今仍未支付。"
    "已到期的款项仍应支付；被许可人应自收到本通知之日起停止实施。"
)


def amended(deal: Deal) -> Story:
    """A lower royalty, shown in the house where the licensor is a state institution."""
    yield deal.days_until(_AMENDED_DAYS_AGO)
    base = terms_in_force(deal.agreement)
    if base.royalty is None:
        raise LookupError("the amended contract has a royalty")
    lower = base.royalty.model_copy(update={"tiers": (Tier(rate_ppm=_LOWER_PPM),)})
    terms = base.model_copy(update={"royalty": lower})
    deed = _proposed(deal, Side.LICENSOR, terms, _WHY_LOWER)
    yield 1
    yield from _through_the_house(deal, deed)
    _sign(deal, deed, Side.LICENSOR)
    yield 4
    _sign(deal, deed, Side.LICENSEE)


def renewal_proposed(deal: Deal) -> Story:
    """The licensor has signed a longer period; the licensee has not answered."""
    yield deal.days_until(_RENEWAL_DAYS_AGO)
    base = terms_in_force(deal.agreement)
    terms = base.model_copy(update={"period": Period(months=_LONGER_MONTHS)})
    deed = _proposed(deal, Side.LICENSOR, terms, _WHY_LONGER)
    yield 1
    _sign(deal, deed, Side.LICENSOR)


def terminated(deal: Deal) -> Story:
    """Demanded, waited for, unpaid: the licensor serves its notice of termination."""
    yield deal.days_until(_TERMINATED_DAYS_AGO)
    deed = services.propose_termination(
        deal.agreement,
        Side.LICENSOR,
        Ground.UNPAID_AFTER_DEMAND,
        _WHY_ENDED,
        deal.licensor.owner,
    )
    yield 1
    _sign(deal, deed, Side.LICENSOR)


def _proposed(deal: Deal, side: Side, terms: Terms, words: str) -> Deed:
    return services.propose_amendment(deal.agreement, side, terms, words, deal.cast(side).owner)


def _through_the_house(deal: Deal, deed: Deed) -> Story:
    if not services.notice_is_due(deed):
        return
    recorder = deal.second(Side.LICENSOR)
    notice = services.open_in_house_notice(
        deed,
        recorder,
        opened_on=clock.today(),
        days=_NOTICE_DAYS,
        place="单位门户网站成果转化专栏",
        rules="《科技成果转化管理办法》第十二条",
        evidence=paper("公示页面截图", deal.agreement.title, clock.today().isoformat()),
    )
    yield _NOTICE_DAYS + 1
    in_house.pass_notice(notice, recorder)


def _sign(deal: Deal, deed: Deed, side: Side) -> None:
    deal.look_up()
    text = texts.build(deed)
    act = Act(by=deal.cast(side).owner, text_sha256=text.sha256, address=ADDRESS, agent=AGENT)
    services.sign(deed, side, act)
