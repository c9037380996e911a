"""What is for sale, put before the patentee's own house: approval by its chain, then the notice."""

from marketplace.accounts.models import User
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.in_house import queries
from marketplace.in_house import services as in_house
from marketplace.in_house.models import ApprovalRequest, ApprovalStatus, Pricing
from marketplace.in_house.subjects import Subject
from marketplace.listings import policies
from marketplace.listings.models import Listing
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.terms.summary import summary

_STANDS = frozenset({ApprovalStatus.PENDING, ApprovalStatus.APPROVED})


def subject_of(listing: Listing, terms: Terms) -> Subject:
    """The listing as the house is shown it: patents and asking price, in Chinese."""
    numbers = "、".join(patent.certificate_number for patent in listing.patents)
    sale = terms.transfer
    asked = sale is not None and (sale.price_fen is not None or sale.shares_ppm is not None)
    return Subject(
        record=listing,
        organization=listing.organization,
        name=f"{listing.title}（{numbers}）",
        price=f"{ROUTES[terms.route].name_zh}：{summary(terms)}",
        pricing=Pricing.OWN if asked else Pricing.NEGOTIATED,
        link=f"/listings/{listing.public_id}",
        related=tuple(listing.patents),
    )


def ask_notice(listing: Listing, by: User) -> ApprovalRequest:
    """Put what is for sale before the organization's approval chain, to be shown afterwards.

    Only where the right itself passes, and only while everybody can see the listing (挂牌公示, S046;
    促进科技成果转化法 18, LAW 5.9): what is shown is what is for sale.
    """
    if not policies.may_manage(by, listing):
        raise NotAllowed()
    terms = listing.record
    if terms is None or not ROUTES[terms.route].passes_right:
        raise Refused(
            "not_for_sale", N_("Only what is for sale or for shares is shown with its listing.")
        )
    if not listing.is_live:
        raise Refused(
            "listing_not_shown", N_("Publish the listing first. The notice runs while it is shown.")
        )
    asked = queries.latest_round(listing)
    if (asked and asked.status in _STANDS) or queries.standing_in(listing):
        raise Refused(
            "asked_already", N_("This listing was put before your house already. Look there.")
        )
    return in_house.ask(subject_of(listing, terms), by, needs_notice=True)
