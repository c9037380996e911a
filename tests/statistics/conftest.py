"""Prices as the rooms below leave them, so many that some can be published."""

from datetime import date
from itertools import count

import pytest

from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.fees.models import PriceStage
from marketplace.fees.observations import Price
from marketplace.fees.services import observe
from marketplace.statistics.services import release
from marketplace.terms.enums import FeeMode

THROUGH = date(2026, 9, 30)
TODAY = date(2026, 10, 5)


@pytest.fixture
def licensors(session):
    with transaction():
        made = [
            Organization(name=f"许可人{n}", kind=OrganizationKind.NATURAL_PERSON) for n in range(4)
        ]
        db.session.add_all(made)
    return made


@pytest.fixture
def kept(licensors):
    """Keep ``number`` contracted prices of different licensors; returns them."""
    serial = count(1)

    def run(number, stage=PriceStage.CONTRACTED, **changes):
        made = []
        with transaction():
            for _ in range(number):
                n = next(serial)
                values = {
                    "price": Price(fixed_fen=1_000_000 + 1_000 * n, months=12),
                    "licensor": licensors[n % 4],
                    "kind": "invention",
                    "route": "open",
                    "on": date(2026, 5, 4),
                    "industries": ("C3841",),
                    "by": SYSTEM,
                    "mode": FeeMode.LUMP_SUM,
                    "contract": f"contract{n:08d}",
                } | changes
                price = values.pop("price")
                made.append(observe(stage, ("agreements", f"contract{n:08d}"), price, **values))
        return made

    return run


@pytest.fixture
def publish():
    """Publish a quarter, by default the one that ended on 2026-09-30."""

    def run(through=THROUGH, today=TODAY):
        with transaction():
            return release(through, today, SYSTEM)

    return run
