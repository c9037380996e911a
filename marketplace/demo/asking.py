"""Enquiries of the demonstration: one answered and published, one that waits, one reported."""

from typing import Final

from marketplace.demo.timeline import Story
from marketplace.demo.world import World
from marketplace.enquiries import services
from marketplace.listings.models import Listing
from marketplace.terms.enums import FeeMode
from marketplace.terms.routes import ROUTES

DAYS_AGO: Final = 6
_OWNER: Final = "djlg"
_ASKERS: Final = ("qingtian", "tieyan", "lvyuan")
_QUESTION: Final = "现有生产线需要改造哪些设备？改造期间能否先小批量试产？"
_ANSWER: Final = "只需更换工位上的专用模块，主机不动；改造约两周，其间可以在备用工位小批量试产。"
_WAITING: Final = "许可使用费能否按季度支付？贵校能否派人到厂指导首批试产？"
_STRANGE: Final = "本公司代办各类申报，包通过，有需要请联系。"


def asked(world: World) -> Story:
    """Asked about a listing of the university: answered, published, and another that waits."""
    listing = _listing(world)
    buyer, other, third = (world.casts[key] for key in _ASKERS)
    owner = world.casts[_OWNER].owner
    first = services.ask(listing, buyer.organization, buyer.owner, _QUESTION, may_publish=True)
    strange = services.ask(listing, third.organization, third.owner, _STRANGE)
    yield 1
    services.answer(first, owner, _ANSWER)
    services.report(strange, owner, "与该专利无关的广告。")
    yield 1
    services.publish(first, owner, question=_QUESTION, answer=_ANSWER)
    yield 2
    services.ask(listing, other.organization, other.owner, _WAITING)


def _listing(world: World) -> Listing:
    return next(
        shelf.listing
        for shelf in world.shelves
        if shelf.cast.party.key == _OWNER
        and ROUTES[shelf.route].standing_offer
        and shelf.fee_mode is not FeeMode.FREE
        and shelf.listing.is_live
    )
