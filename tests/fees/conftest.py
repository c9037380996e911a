"""Organizations that license, and what they are seen to charge."""

from datetime import date

import pytest

from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.fees.models import FeeObservation, PriceStage
from marketplace.fees.observations import Price
from marketplace.fees.services import observe


@pytest.fixture
def licensors(session) -> list[Organization]:
    with transaction():
        made = [
            Organization(name=f"许可人{n}", kind=OrganizationKind.NATURAL_PERSON) for n in range(3)
        ]
        db.session.add_all(made)
    return made


@pytest.fixture
def seen(licensors):
    """Write one contracted price; every argument has a default."""

    def run(number: int, **changes) -> FeeObservation:
        values = {
            "stage": PriceStage.CONTRACTED,
            "reference": ("agreements", f"agreement{number}"),
            "price": Price(fixed_fen=1_000_000 * number, months=12),
            "licensor": licensors[number % 3],
            "kind": "invention",
            "route": "open",
            "on": date(2026, 5, 4),
            "industries": ("C3841",),
            "by": SYSTEM,
        } | changes
        with transaction():
            return observe(
                values.pop("stage"), values.pop("reference"), values.pop("price"), **values
            )

    return run
