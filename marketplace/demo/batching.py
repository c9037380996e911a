"""A batch that the university prepares: several patents, one preset, one figure of its own."""

from typing import Final

from marketplace.batches import services
from marketplace.demo.timeline import Story
from marketplace.demo.world import World
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset

DAYS_AGO: Final = 1
_OWNER: Final = "djlg"
_PATENTS: Final = 6
_FEE_FEN: Final = 3_000_000
_OWN_FEN: Final = 4_500_000


def prepared(world: World) -> Story:
    cast = world.casts[_OWNER]
    own = [p for p in world.by_title.values() if p.claimant_id == cast.organization.id][-_PATENTS:]
    differences = {own[0].number: {"amount_fen": _OWN_FEN}}
    batch = services.draft(
        cast.organization, own, cast.owner, name="2026 年第四季度批次", differences=differences
    )
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=_FEE_FEN)
    services.set_preset(batch, terms, cast.owner)
    yield 0
