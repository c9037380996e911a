"""The decision file of a listing with terms of its own; on `open` each declaration has its file."""

from marketplace.errors import NotAllowed
from marketplace.in_house.diligence import Matter
from marketplace.in_house.pages import add_decision_file, may_read_names
from marketplace.listings.labels import EVENTS
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import viewed
from marketplace.terms.summary import summary


def _matter(public_id: str) -> Matter:
    listing = viewed(public_id)
    if not may_read_names(listing.organization):
        raise NotAllowed()
    terms = listing.record
    return Matter(
        record=listing,
        organization=listing.organization,
        name=listing.title or "许可信息",
        patents=listing.patents,
        facts=[
            ("专利", "、".join(patent.certificate_number for patent in listing.patents)),
            ("价格", summary(terms) if terms else "见各专利的开放许可声明"),
        ],
        event_texts=EVENTS,
    )


add_decision_file(blueprint, "/my/listings/<public_id>", ".show", _matter)
