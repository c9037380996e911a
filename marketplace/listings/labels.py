"""The words for states and steps of a listing."""

from flask_babel import lazy_gettext as _l

from marketplace.in_house.labels import EVENTS as HOUSE
from marketplace.listings.models import ListingStatus as S

STATUS = {
    S.DRAFT: _l("Draft"),
    S.SUBMITTED: _l("In review"),
    S.RETURNED: _l("Returned"),
    S.PUBLISHED: _l("Published"),
    S.PAUSED: _l("Paused"),
    S.UNPUBLISHED: _l("Taken off"),
}

EVENTS = HOUSE | {
    "listing:draft": _l("Draft begun"),
    "listing:set_patents": _l("Patents chosen"),
    "listing:choose_route": _l("Route and fee mode chosen"),
    "listing:set_terms": _l("Terms laid down"),
    "listing:describe": _l("Product text written"),
    "listing:sign_standing_offer": _l("Standing offer signed"),
    "listing:submit": _l("Submitted for review"),
    "listing:return": _l("Returned"),
    "listing:publish": _l("Published"),
    "listing:pause": _l("Paused"),
    "listing:resume": _l("Shown again"),
    "listing:unpublish": _l("Taken off"),
}
