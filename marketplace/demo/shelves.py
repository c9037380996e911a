"""How the listings of the demonstration come onto the shelf, and their declarations to the office."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from marketplace import clock
from marketplace.declarations import services as declarations
from marketplace.declarations.material_models import Act, Answer
from marketplace.declarations.models import Declaration
from marketplace.declarations.models import DeclarationStatus as D
from marketplace.declarations.services import co_owners
from marketplace.demo.catalogue import Family
from marketplace.demo.inventory import freshen
from marketplace.demo.timeline import Story
from marketplace.demo.world import Cast, Shelf, World, paper
from marketplace.listings import services
from marketplace.listings.models import Listing
from marketplace.listings.models import ListingStatus as L
from marketplace.listings.offers import offer_text
from marketplace.patents.enums import Maturity
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES

_STAGES: Final = {
    Maturity.SAMPLE: "样品阶段，可提供样件。",
    Maturity.PILOT: "已完成中试，正在寻找首批应用企业。",
    Maturity.SMALL_BATCH: "已小批量生产，有用户使用报告。",
    Maturity.MASS_PRODUCTION: "已批量生产，工艺成熟。",
}
_MATERIALS: Final = "授权文本、主要图纸与工艺说明；可安排一次线上技术答疑。"
_IN_HOUSE_DAYS: Final = 15
_AT_THE_OFFICE_DAYS: Final = 16
_ENDINGS: Final = frozenset({D.WITHDRAWING, D.WITHDRAWN, D.ENDED, D.REVOKED})
_ANNOUNCED_ONCE: Final = _ENDINGS | {D.ANNOUNCED}


@dataclass(frozen=True)
class Plan:
    """What shall become of one listing and, on a declared route, of its declarations."""

    family: Family
    patents: tuple[Patent, ...]
    terms: Terms
    ends_as: L = L.PUBLISHED
    declared_as: D = D.ANNOUNCED
    designates_inbox: bool = True
    purpose: str = ""
    closes_after: int = 0
    """Days from the announcement to what ends the declaration."""


def shelve(world: World, plan: Plan) -> Story:
    """Write a listing, sign its offer, have it looked at and published; then the declarations."""
    cast = world.casts[plan.family.owner]
    freshen(world, cast, plan.patents)
    listing = _write(cast, plan)
    route = plan.terms.route
    shelf = Shelf(listing, cast, route, plan.terms.fee_mode, purpose=plan.purpose)
    world.shelves.append(shelf)
    if plan.ends_as is L.DRAFT:
        return
    yield 1
    services.submit(listing, cast.owner, designate_inbox=plan.designates_inbox)
    if plan.ends_as is L.SUBMITTED:
        return
    yield 1
    if plan.ends_as is L.RETURNED:
        services.return_(listing, world.reviewer, "请在“用途”中写明适用的产品规格，再提交。")
        return
    services.publish(listing, world.reviewer)
    if ROUTES[route].needs_declaration:
        yield from _declare(world, cast, plan, listing)
    if not ROUTES[route].needs_declaration or plan.declared_as in _ANNOUNCED_ONCE:
        shelf.live_on = clock.today()
    yield 3
    if plan.ends_as is L.PAUSED:
        services.pause(listing, cast.owner)
    if plan.ends_as is L.UNPUBLISHED:
        services.unpublish(listing, cast.owner)
    if plan.declared_as in _ENDINGS:
        yield plan.closes_after
        yield from _close(cast, plan.declared_as, listing)


def _write(cast: Cast, plan: Plan) -> Listing:
    family, owner = plan.family, cast.owner
    lead = plan.patents[0]
    listing = services.draft(cast.organization, plan.patents, owner)
    services.describe(
        listing,
        owner,
        title=family.listing if len(plan.patents) > 1 else f"{family.listing}：{lead.title}",
        summary=family.does,
        uses=family.uses,
        benefit=lead.advantage or "",
        stage=lead.maturity,
        maturity=_STAGES[lead.maturity] if lead.maturity else "",
        materials=_MATERIALS,
        handover="生效后 20 日内交付图纸与工艺说明；第一次答疑由发明人主持。",
        duties="被许可人按期报告实施情况，配合办理备案和交易信息反馈。",
    )
    services.set_terms(listing, plan.terms, owner)
    if ROUTES[plan.terms.route].standing_offer:
        services.sign_standing_offer(listing, owner, shown_sha256=offer_text(listing).sha256)
    return listing


def _declare(world: World, cast: Cast, plan: Plan, listing: Listing) -> Story:
    """Through approval, in-house notice where one is due, the office and back."""
    papers = [item.declaration for item in listing.items if item.declaration]
    second = world.second(cast)
    stages: list[tuple[D, int, Callable[[Declaration], None]]] = [
        (D.APPROVING, 0, lambda d: declarations.submit_for_approval(d, cast.owner)),
    ]
    if papers[0].needs_in_house_notice:
        stages += [
            (D.IN_HOUSE_NOTICE, 1, lambda d: _show_in_house(d, cast)),
            (D.READY, _IN_HOUSE_DAYS + 1, lambda d: declarations.pass_in_house_notice(d, second)),
        ]
    else:
        stages.append((D.READY, 1, lambda d: declarations.approve(d, second)))
    stages.append((D.SUBMITTED, 1, lambda d: _file(d, cast)))
    for status, days, act in stages:
        if plan.declared_as is D.PREPARING:
            return
        yield days
        for declaration in papers:
            act(declaration)
        if plan.declared_as is status:
            return
    yield _AT_THE_OFFICE_DAYS
    for declaration in papers:
        _decide(declaration, cast, plan)
    if plan.declared_as not in (D.CORRECTION, D.NOT_ANNOUNCED):
        yield 1
        for declaration in papers:
            declarations.check_announcement(declaration, second)


def _file(declaration: Declaration, cast: Cast) -> None:
    """The signatory's commitment, the co-owners' papers, then the day at the office."""
    today = clock.today()
    declarations.sign_commitment(declaration, cast.owner)
    for co_owner in declaration.co_owners:
        co_owners.enter_paper(
            co_owner,
            Act.DECLARE,
            Answer.GIVEN,
            cast.owner,
            signer_name="法定代表人",
            day=today,
            paper=_page(f"{co_owner.name}同意声明", today),
        )
    declarations.mark_submitted(declaration, cast.owner, today)


def _show_in_house(declaration: Declaration, cast: Cast) -> None:
    declarations.open_in_house_notice(
        declaration,
        cast.people[1],
        opened_on=clock.today(),
        days=_IN_HOUSE_DAYS,
        place="单位门户网站成果转化专栏",
        rules="《科技成果转化管理办法》第十二条",
        evidence=paper("公示页面截图", declaration.patent.title, clock.today().isoformat()),
    )


def _decide(declaration: Declaration, cast: Cast, plan: Plan) -> None:
    """What the office made of it, as the owner types it in."""
    today, owner = clock.today(), cast.owner
    if plan.declared_as is D.CORRECTION:
        declarations.require_correction(
            declaration, owner, today, "联系方式栏缺少电话区号，请补正后重新提交。"
        )
    elif plan.declared_as is D.NOT_ANNOUNCED:
        declarations.refuse(declaration, owner, today, "支付方式记载不明确，不予公告。")
    else:
        number = f"KF{today.year}9{declaration.id:06d}"
        declarations.enter_announcement(
            declaration, number, today, _gazette(today), _page(number, today), owner
        )


def _close(cast: Cast, wanted: D, listing: Listing) -> Story:
    """Withdrawal, end or revocation of declarations that were announced for a while."""
    today, owner = clock.today(), cast.owner
    papers = [item.declaration for item in listing.items if item.declaration]
    for declaration in papers:
        if wanted is D.ENDED:
            declarations.end(declaration, owner, today, _page("终止通知", today))
        elif wanted is D.REVOKED:
            declarations.revoke(declaration, owner, today, _page("撤销通知", today))
        else:
            reason = "拟转为自行实施，申请撤回。"
            declarations.request_withdrawal(
                declaration, owner, today, reason, _page("撤回理由证明", today)
            )
    if wanted is D.WITHDRAWN:
        yield 14
        day = clock.today()
        for declaration in papers:
            declarations.announce_withdrawal(
                declaration, owner, day, _gazette(day), _page("撤回公告", day)
            )


def _gazette(day: date) -> str:
    return f"{day.year - 1984} 卷 {day.isocalendar().week:02d} 期"


def _page(what: str, day: date) -> str:
    return paper("专利公报页面", what, day.isoformat())


def kind_of(patents: Sequence[Patent]) -> str:
    """The kind whose acts all these patents reserve: a design among them has no use."""
    kinds = {patent.kind.value for patent in patents}
    return "design" if "design" in kinds else kinds.pop()
