"""Which asked fees somebody may be compared with (PRODUCT §5.9).

An inventory's asking fee (挂牌费用标准) is its organization's own until it publishes a license:
it is read here for that organization and for nobody else. What listings and declarations state
publicly serves everybody. Price intentions (意向价格) and negotiated prices are never read.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Text, select, type_coerce

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.fees.comparables import AskedFee, Traits
from marketplace.fees.sources import public_asked_fees
from marketplace.patents.enums import PatentKind
from marketplace.patents.models import Patent


def visible_fees(viewer: Organization | None, *, without: str | None = None) -> list[AskedFee]:
    """Asked fees for ``viewer`` (None: anybody), one for each patent, ordered by number.

    A public amount stands before the inventory's; ``without`` is the number of the patent that
    is to be priced, which is no comparable of itself.
    """
    own = {each.number: each for each in _inventory(viewer)} if viewer else {}
    found = dict(own)
    for each in public_asked_fees():
        known = own.get(each.number)
        found[each.number] = replace(each, traits=known.traits) if known else each
    return [found[number] for number in sorted(found) if number != without]


def _inventory(viewer: Organization) -> Iterator[AskedFee]:
    """The viewer's own inventory, with everything that it knows of its patents."""
    rows = db.session.scalars(
        select(Patent).where(Patent.claimant_id == viewer.id, Patent.asking_fee > 0)
    )
    for patent in rows:
        fen = patent.asking_fee or 0
        traits = Traits.of(patent)
        yield AskedFee(patent.number, patent.title, fen, viewer.name, False, traits)


PUBLIC_COLUMNS = (
    Patent.number,
    Patent.title,
    Patent.kind,
    type_coerce(Patent.ipc, Text).label("ipc_text"),
    type_coerce(Patent.industries, Text).label("industries_text"),
)
"""What a source selects of a patent: bibliographic data, nothing that an inventory keeps to itself."""


@lru_cache(maxsize=16_384)
def public_traits(number: str, kind: PatentKind, ipc: str, industries: str) -> Traits:
    """Traits from the stored text of the two lists; the same text always means the same."""
    return Traits.public(number, kind, json.loads(ipc), json.loads(industries))
