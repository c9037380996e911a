"""The price that a published listing asks for, for the statistics (PRODUCT §5.10)."""

from typing import Any

from marketplace import clock
from marketplace.fees.models import PriceStage
from marketplace.fees.observations import Subject, months_between
from marketplace.fees.services import Deal, keep
from marketplace.listings.models import Listing


def keep_declared(listing: Listing, by: Any) -> None:
    """Keep the listing's own terms as a declared price; on `open` the declarations have them."""
    terms = listing.record
    if terms is None:
        return
    today = clock.today()
    subject = Subject.of(listing.patents)
    months = months_between(today, min(patent.expires_on for patent in listing.patents))
    keep(
        PriceStage.DECLARED,
        (Listing.__tablename__, listing.public_id),
        Deal(terms, subject, listing.organization),
        subject.price(terms, months),
        today,
        by,
    )
