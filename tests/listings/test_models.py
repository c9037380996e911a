"""The life cycle as a whole product, and what is fixed once a listing was published."""

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.errors import Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.listings.models import LIFECYCLE, Listing, ListingStatus
from tests.listings.factories import ORDINARY, PRICED, make_listing

S = ListingStatus

ALLOWED = {
    (S.DRAFT, "submit"): S.SUBMITTED,
    (S.RETURNED, "submit"): S.SUBMITTED,
    (S.SUBMITTED, "return"): S.RETURNED,
    (S.SUBMITTED, "publish"): S.PUBLISHED,
    (S.PUBLISHED, "pause"): S.PAUSED,
    (S.PAUSED, "resume"): S.PUBLISHED,
    (S.PUBLISHED, "unpublish"): S.UNPUBLISHED,
    (S.PAUSED, "unpublish"): S.UNPUBLISHED,
}


@pytest.mark.parametrize(("status", "action"), list(product(S, LIFECYCLE.moves)))
def test_every_action_in_every_state(status, action):
    listing = Listing(status=status)
    if (status, action) in ALLOWED:
        listing.move(action)
        assert listing.status is ALLOWED[status, action]
        return
    with pytest.raises(TransitionNotAllowed):
        listing.move(action)
    assert listing.status is status


@pytest.mark.parametrize("status", [S.SUBMITTED, S.PUBLISHED, S.PAUSED, S.UNPUBLISHED])
def test_terms_change_only_while_the_listing_is_written(status):
    with pytest.raises(Refused) as refusal:
        Listing(status=status).set_terms(PRICED)
    assert refusal.value.code == "listing_fixed"


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "change", ["terms = NULL", "terms_sha256 = 'x'", "fee_mode = 'free'", "route = 'open'"]
)
def test_the_database_refuses_other_terms_for_a_published_listing(app, change):
    listing = make_listing(S.PUBLISHED, terms=PRICED)
    forge = text(f"UPDATE listings SET {change} WHERE id = :id")
    with pytest.raises(DBAPIError, match="terms are fixed"):
        db.session.execute(forge, {"id": listing.id})
    db.session.rollback()
    db.session.execute(text("UPDATE listings SET title = 'x' WHERE id = :id"), {"id": listing.id})
    draft = make_listing(terms=ORDINARY)
    db.session.execute(forge, {"id": draft.id})
    db.session.rollback()


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "change", ["UPDATE standing_offers SET text = 'x'", "DELETE FROM standing_offers"]
)
def test_the_database_refuses_to_change_a_signed_offer(app, change):
    make_listing(terms=ORDINARY)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()
