"""Which deals the demonstration holds: who takes up what, how many days ago, and how it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.demo import (
    contracts,
    deals,
    filings,
    further,
    making,
    money,
    rewards,
    telling,
)
from marketplace.demo.deal import Deal, Script, beside
from marketplace.demo.plans import AGED, ENDING, NO_INBOX, ON_PAYMENT, WITHDRAWN
from marketplace.demo.timeline import Story
from marketplace.demo.world import World
from marketplace.terms.enums import FeeMode as F
from marketplace.terms.enums import Route


@dataclass(frozen=True)
class Part:
    """One deal: days ago, route, fee mode, licensee, script; which listing where it matters."""

    days_ago: int
    route: Route
    mode: F
    licensee: str
    script: Script
    purpose: str = ""
    owner: str | None = None


_PARTS = (
    Part(
        275,
        Route.OPEN,
        F.ROYALTY,
        "qingtian",
        filings.recorded(beside(deals.reporting, deals.figure_corrected)),
    ),
    Part(272, Route.OPEN, F.LUMP_SUM, "lvyuan", deals.noticed, WITHDRAWN),
    Part(270, Route.OPEN, F.LUMP_SUM, "xinghui", deals.paid, WITHDRAWN),
    Part(
        262,
        Route.OPEN,
        F.FREE,
        "baoshan",
        filings.recordal_only(beside(deals.noticed, making.recognized)),
        "",
        "qilu",
    ),
    Part(
        258,
        Route.ORDINARY,
        F.PAY_LATER,
        "qingtian",
        beside(contracts.used_first, telling.told_as_a_case),
    ),
    Part(
        255,
        Route.OPEN,
        F.LUMP_SUM,
        "kangyu",
        filings.recordal_only(beside(deals.paid, rewards.divided, money.invoice_asked)),
        "",
        rewards.OWNER,
    ),
    Part(251, Route.OPEN, F.LIMITED_FREE, "heping", deals.noticed),
    Part(246, Route.ORDINARY, F.TRIAL_THEN_CONVERT, "jiuzhen", contracts.converted),
    Part(243, Route.OPEN, F.INSTALMENTS, "songhe", deals.instalments_kept),
    Part(240, Route.OPEN, F.MIXED, "heping", deals.paid),
    Part(236, Route.OPEN, F.ENTRY_ROYALTY, "lvyuan", deals.paid),
    Part(232, Route.ORDINARY, F.LUMP_SUM, "tieyan", filings.recorded(contracts.accepted_and_paid)),
    Part(228, Route.ORDINARY, F.TRIAL_THEN_CONVERT, "ruitu", contracts.returned),
    Part(224, Route.OPEN, F.LIMITED_FREE, "xinghui", deals.noticed, ENDING),
    Part(220, Route.OPEN, F.LUMP_SUM, "yueteng", deals.false_voucher),
    Part(217, Route.OPEN, F.FREE, "chunni", deals.ended_by_agreement),
    Part(213, Route.OPEN, F.INSTALMENTS, "songhe", deals.cured),
    Part(208, Route.ORDINARY, F.ROYALTY, "jiuzhen", contracts.accepted),
    Part(
        204,
        Route.OPEN,
        F.ROYALTY,
        "ruitu",
        beside(deals.reporting_disputed, deals.inspection_announced),
    ),
    Part(200, Route.ORDINARY, F.FREE, "heping", contracts.accepted),
    Part(196, Route.OPEN, F.INSTALMENTS, "lvyuan", deals.disputed),
    Part(190, Route.TRANSFER, F.PRICE, "ruitu", contracts.bought),
    Part(
        186, Route.ORDINARY, F.LUMP_SUM, "xinghui", filings.corrected(contracts.accepted_and_paid)
    ),
    Part(180, Route.OPEN, F.PAY_LATER, "liming", deals.noticed),
    Part(175, Route.OPEN, F.FREE, "xinghui", filings.refused(deals.noticed)),
    Part(170, Route.OPEN, F.FREE, "jiang", deals.noticed, AGED),
    Part(
        166,
        Route.ORDINARY,
        F.PAY_LATER,
        "kangyu",
        beside(contracts.used_first_and_late, further.terminated),
    ),
    Part(162, Route.OPEN, F.INSTALMENTS, "yueteng", deals.stopped),
    Part(158, Route.ORDINARY, F.INSTALMENTS, "songhe", contracts.accepted_and_paid),
    Part(154, Route.OPEN_SOURCE, F.FREE, "heping", contracts.open_source),
    Part(
        150,
        Route.ORDINARY,
        F.ENTRY_ROYALTY,
        "chunni",
        beside(
            contracts.accepted,
            money.released_by_a_bank,
            money.invoice_corrected,
            further.amended,
        ),
        "",
        "djlg",
    ),
    Part(146, Route.OPEN, F.LUMP_SUM, "tieyan", filings.changed(deals.paid)),
    Part(141, Route.ORDINARY, F.LIMITED_FREE, "lvyuan", contracts.accepted),
    Part(137, Route.OPEN, F.FREE, "liming", filings.cancelled(deals.noticed)),
    Part(133, Route.ORDINARY, F.MIXED, "kangyu", contracts.accepted_and_paid),
    Part(128, Route.TRANSFER, F.SHARES, "baoshan", contracts.signed_by_both),
    Part(124, Route.OPEN, F.ROYALTY, "zhongkai", deals.reported),
    Part(120, Route.OPEN, F.INSTALMENTS, "chunni", deals.demanded),
    Part(117, Route.ORDINARY, F.PAY_LATER, "tieyan", contracts.used_first_and_late),
    Part(113, Route.ORDINARY, F.TRIAL_THEN_CONVERT, "zhongkai", contracts.evaluated),
    Part(108, Route.ORDINARY, F.LUMP_SUM, "kangyu", contracts.shown_in_house, "", "djlg"),
    Part(104, Route.OPEN, F.FREE, "jiang", deals.noticed),
    Part(100, Route.OPEN, F.LUMP_SUM, "ruitu", deals.taken_back),
    Part(96, Route.ORDINARY, F.FREE, "yueteng", deals.dropped),
    Part(92, Route.ORDINARY, F.LUMP_SUM, "baoshan", contracts.refused),
    Part(
        88,
        Route.OPEN,
        F.LUMP_SUM,
        "baoshan",
        filings.accepted(beside(deals.paid, money.invoice_issued)),
    ),
    Part(84, Route.ORDINARY, F.ROYALTY, "liming", contracts.invited),
    Part(80, Route.OPEN, F.FREE, "tieyan", deals.delivered_by_proof, NO_INBOX),
    Part(76, Route.ORDINARY, F.FREE, "songhe", contracts.signed_by_both),
    Part(72, Route.OPEN, F.ENTRY_ROYALTY, "zhongkai", deals.paid_unconfirmed),
    Part(68, Route.OPEN, F.FREE, "yueteng", filings.submitted(deals.noticed)),
    Part(64, Route.ORDINARY, F.FREE, "xinghui", contracts.accepted),
    Part(60, Route.OPEN, F.LUMP_SUM, "songhe", deals.paid_in_part),
    Part(
        55,
        Route.ORDINARY,
        F.TRIAL_THEN_CONVERT,
        "baoshan",
        beside(contracts.accepted, money.held_at_a_bank),
    ),
    Part(50, Route.OPEN, F.MIXED, "qingtian", deals.paid),
    Part(46, Route.TRANSFER, F.NEGOTIABLE, "heping", contracts.negotiating),
    Part(42, Route.ORDINARY, F.PAY_LATER, "lvyuan", contracts.accepted),
    Part(38, Route.OPEN, F.LUMP_SUM, "jiuzhen", filings.prepared(deals.paid)),
    Part(34, Route.ORDINARY, F.LUMP_SUM, "ruitu", contracts.accepted, ON_PAYMENT),
    Part(30, Route.OPEN, F.FREE, "heping", filings.sealing(deals.noticed)),
    Part(26, Route.ORDINARY, F.ENTRY_ROYALTY, "jiuzhen", contracts.approving),
    Part(22, Route.OPEN, F.FREE, "nordhavn", deals.noticed),
    Part(19, Route.OPEN, F.LUMP_SUM, "zhongkai", deals.noticed),
    Part(16, Route.OPEN, F.FREE, "xinmiao", deals.noticed),
    Part(13, Route.OPEN, F.FREE, "ruitu", deals.noticed, NO_INBOX),
    Part(12, Route.ORDINARY, F.LUMP_SUM, "qingtian", contracts.shown_in_house, "", "djlg"),
    Part(11, Route.ORDINARY, F.ROYALTY, "chunni", contracts.invited),
    Part(9, Route.OPEN, F.FREE, "ruitu", deals.drafted),
    Part(7, Route.OPEN, F.LUMP_SUM, "liming", deals.paid_unconfirmed),
    Part(5, Route.ORDINARY, F.MIXED, "qingtian", contracts.negotiating),
    Part(4, Route.OPEN, F.ENTRY_ROYALTY, "yueteng", deals.noticed),
    Part(3, Route.ORDINARY, F.FREE, "liming", contracts.accepted),
    Part(2, Route.OPEN, F.LUMP_SUM, "chunni", deals.paid_unconfirmed),
    Part(1, Route.OPEN, F.FREE, "qingtian", deals.drafted),
    Part(0, Route.OPEN, F.FREE, "kangyu", deals.noticed),
    Part(0, Route.ORDINARY, F.PAY_LATER, "songhe", contracts.accepted),
)


def deals_of(world: World) -> Iterator[tuple[int, Story]]:
    """Every deal with the number of days ago on which it begins."""
    for part in _PARTS:
        yield part.days_ago, _play(world, part)


def _play(world: World, part: Part) -> Story:
    """The listing is looked for when the day has come: before it is not on the shelf."""
    shelf = world.take(part.route, part.mode, part.licensee, purpose=part.purpose, owner=part.owner)
    yield from part.script(Deal(world, shelf, world.casts[part.licensee]))
