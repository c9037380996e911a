"""How the university of the demonstration rewards its inventors: its rule, one fee divided."""

from typing import Final

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.demo.deal import Deal
from marketplace.demo.timeline import Story
from marketplace.demo.world import Cast, World, paper
from marketplace.in_house import services as in_house
from marketplace.payments.queries import payments_of
from marketplace.payouts import services, settings
from marketplace.payouts.models import Entitled, EntitledKind

DAYS_AGO: Final = 330
OWNER: Final = "djlg"
_FINANCE: Final = 2
_INVENTORS_PPM: Final = 700_000
_BASIS: Final = "《东江理工大学科技成果转化管理办法》第十八条"
_NOTICE_DAYS: Final = 15
_PLACE: Final = "科研院网站奖酬公示栏"
_COST: Final = ("交易服务费与银行手续费", 60_000)
_PAID_WITHIN_DAYS: Final = 12


def rule(world: World) -> Story:
    """The university's own rules give its inventors seven tenths, after an in-house notice."""
    cast = world.casts[OWNER]
    settings.set_rule(
        cast.organization,
        cast.owner,
        from_on=clock.today(),
        inventors_ppm=_INVENTORS_PPM,
        agreed=True,
        basis=_BASIS,
        needs_notice=True,
    )
    yield 0


def divided(deal: Deal) -> Story:
    """Proposed by finance, shown in the house, confirmed by another; the bank file can be fetched."""
    yield _PAID_WITHIN_DAYS
    cast = deal.licensor
    finance, agreement = cast.people[_FINANCE], deal.agreement
    _share_out(cast, agreement)
    yield 1
    made = services.propose(payments_of(agreement)[-1], [_COST], finance)
    yield 1
    recorder = cast.people[1]
    notice = services.show(made, recorder, opened_on=clock.today(), days=_NOTICE_DAYS, place=_PLACE)
    yield 1
    shown = paper("奖酬公示页面截图", agreement.title, clock.today().isoformat())
    in_house.add_evidence(notice, recorder, shown, clock.today())
    yield _NOTICE_DAYS
    in_house.pass_notice(notice, recorder)
    yield 2
    services.confirm(made, cast.owner)


def _share_out(cast: Cast, agreement: Agreement) -> None:
    """Name the inventors of the patents, each with an account, and weigh them alike."""
    names = list(dict.fromkeys(name for patent in agreement.patents for name in patent.inventors))
    people = [_named(cast, name, place) for place, name in enumerate(names)]
    settings.set_plan(
        cast.organization,
        agreement,
        cast.people[_FINANCE],
        from_on=agreement.effective_on or clock.today(),
        parts=[
            (cast.organization.public_id, EntitledKind.INSTITUTION, 1),
            *((each.public_id, EntitledKind.INVENTOR, 1) for each in people),
        ],
    )


def _named(cast: Cast, name: str, place: int) -> Entitled:
    return settings.name_entitled(
        cast.organization,
        cast.people[_FINANCE],
        kind=EntitledKind.INVENTOR,
        name=name,
        bank=cast.party.bank or "",
        account_number=f"990088880055{6677 + 1358 * place:04d}",
    )
