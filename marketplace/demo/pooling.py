"""The patent pool of the demonstration: three members, one license, a receipt that is divided."""

from typing import Final

from marketplace import clock
from marketplace.agreements import services as agreements
from marketplace.agreements import texts
from marketplace.agreements.services import Act as Signing
from marketplace.demo.inventory import freshen
from marketplace.demo.timeline import Story
from marketplace.demo.world import Cast, World, reference
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.offers import offer_text
from marketplace.payments import services as payments
from marketplace.payments.splitting import receipts_of
from marketplace.payments.statements import request_statement
from marketplace.pools import services
from marketplace.pools.models import Pool
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset

_PARTIES: Final = ("djlg", "haizhou", "qilu", "beihe")
"""The operator, then the members."""
_BUYER: Final = "tieyan"
NAME: Final = "先进制造共性技术专利池"
_PURPOSE: Final = "汇集成员单位在先进制造领域的共性技术专利，由运营单位一并对外许可。"
_UNITS: Final = (5, 3, 2)
_NOTICE_DAYS: Final = 90
_FEE_FEN: Final = 10_000_000
_EACH: Final = 2
DAYS_AGO: Final = 200


def pool_story(world: World) -> Story:
    """Founded, joined by three, opened, listed, licensed, paid; later a member gives notice."""
    operator, *members = (world.casts[key] for key in _PARTIES)
    pool = services.found(operator.organization, NAME, _PURPOSE, _NOTICE_DAYS, "", operator.owner)
    yield 2
    for cast, units in zip(members, _UNITS, strict=True):
        member = services.invite(pool, cast.organization, units, operator.owner)
        patents = [p for p in world.by_title.values() if p.claimant_id == cast.organization.id]
        freshen(world, cast, patents[:_EACH])
        act = services.Act(by=cast.owner, text_sha256=pool.text_sha256)
        services.join(member, patents[:_EACH], act)
    yield 5
    services.start(pool, operator.owner)
    yield 1
    yield from _licensed(world, operator, pool)


def _licensed(world: World, operator: Cast, pool: Pool) -> Story:
    listing = listings.draft_pool(pool, operator.owner)
    listings.describe(
        listing,
        operator.owner,
        summary="一份许可取得三家单位六件专利，覆盖工艺、装备和检测。",
        uses="装备制造、零部件加工、在线检测。",
    )
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=_FEE_FEN)
    listings.set_terms(listing, terms, operator.owner)
    listings.sign_standing_offer(listing, operator.owner, shown_sha256=offer_text(listing).sha256)
    listings.submit(listing, operator.owner)
    listings.publish(listing, world.reviewer)
    yield 6
    buyer = world.casts[_BUYER]
    (agreement,) = agreements.draft(listing, buyer.organization, buyer.owner)
    world.agreements.append(agreement)
    text = texts.build(agreement)
    agreements.accept_standing_offer(agreement, Signing(by=buyer.owner, text_sha256=text.sha256))
    yield 4
    payment = payments.state_transfer(
        agreement,
        _FEE_FEN,
        clock.today(),
        reference(agreement.public_id, "1"),
        None,
        buyer.owner,
    )
    yield 1
    payments.confirm(payment, operator.owner)
    (receipt,) = receipts_of(pool)
    statement = request_statement(pool, receipt, operator.owner)
    db.session.flush()
    world.to_seal.append(statement.id)
