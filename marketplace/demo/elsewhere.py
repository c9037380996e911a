"""A contract of the demonstration that was signed on paper, outside this site."""

from datetime import date, timedelta
from typing import Any, Final

from marketplace import clock, files
from marketplace.agreements.models import Agreement, Side
from marketplace.demo import making
from marketplace.demo.deal import Deal
from marketplace.demo.further import renewal_proposed
from marketplace.demo.timeline import Story, together
from marketplace.demo.world import Cast, World
from marketplace.documents.services import print_for_hand
from marketplace.on_paper import services
from marketplace.on_paper.services import Entry, OtherParty
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Period
from marketplace.terms.presets import preset
from marketplace.types import Money

DAYS_AGO: Final = 135
_LICENSOR: Final = "djlg"
_LICENSEE: Final = "baoshan"
_TITLE: Final = "一种负极浆料连续混合装置"
_SIGNED_BEFORE_DAYS: Final = 190
_FEE_FEN: Final = 6_000_000
_MONTHS: Final = 12
_NUMBER: Final = "东理工合〔{year}〕0317号"
_PAGES: Final = 1


def signed_on_paper(world: World) -> Story:
    """Entered from its scan by the owner, compared by the second person, later to be renewed."""
    licensor, licensee = world.casts[_LICENSOR], world.casts[_LICENSEE]
    patent = world.by_title[_TITLE]
    signed_on = clock.today() - timedelta(_SIGNED_BEFORE_DAYS)
    number = _NUMBER.format(year=signed_on.year)
    terms = preset(
        FeeMode.LUMP_SUM,
        route=Route.ORDINARY,
        amount_fen=_FEE_FEN,
        due_days=30,
        kind=patent.kind.value,
        period=Period(months=_MONTHS),
    )
    scan = print_for_hand(
        "statement", _paper(licensor, licensee, patent, signed_on), document_id=number
    )
    party = licensee.organization
    made = services.enter(
        licensor.organization,
        services.other_party(OtherParty(party.name, party.kind, party.code or "")),
        [patent],
        terms,
        Entry(
            side=Side.LICENSOR,
            contract_number=number,
            signed_on=signed_on,
            effective_on=signed_on,
            pages=_PAGES,
            scan_sha256=files.put(scan),
            settled_through=clock.today(),
            note="合同专用章编号见原件骑缝处；许可使用费已一次付清。",
        ),
        licensor.owner,
    )
    yield 2
    agreement = services.confirm(made, world.second(licensor))
    yield 1
    deal = _deal(world, licensor, licensee, agreement)
    yield from together(making.filed(deal), renewal_proposed(deal))


def _deal(world: World, licensor: Cast, licensee: Cast, agreement: Agreement) -> Deal:
    """The same steps as on any other license; its listing is only what names the licensor."""
    shelf = next(each for each in world.shelves if each.cast is licensor)
    world.agreements.append(agreement)
    return Deal(world, shelf, licensee, [agreement])


def _paper(licensor: Cast, licensee: Cast, patent: Patent, day: date) -> dict[str, Any]:
    """What stands on the scanned page."""
    facts = {
        "许可人（甲方）": licensor.organization.name,
        "被许可人（乙方）": licensee.organization.name,
        "专利名称": patent.title,
        "专利号": patent.certificate_number,
        "许可方式": "普通许可，中国境内，制造、使用、销售",
        "许可使用费": f"¥{Money(_FEE_FEN).yuan()}，自生效之日起三十日内一次付清",
        "许可期限": f"自签订之日起{_MONTHS}个月",
        "签订日期": day.isoformat(),
        "签字": f"{licensor.party.representative}　　{licensee.party.representative}",
    }
    return {
        "title": "专利实施许可合同（摘页，演示材料，非真实文件）",
        "date": day.isoformat(),
        "paragraphs": [
            "甲乙双方就下列专利的实施许可协商一致，签订本合同，一式四份，双方各执二份。"
        ],
        "facts": [{"label": label, "value": text} for label, text in facts.items()],
        "notes": ["本页为线下签署合同的扫描件，仅用于演示线下合同的录入与核对。"],
    }
