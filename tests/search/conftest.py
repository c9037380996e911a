"""What tests of this room share: a listing in the database, the worker, the site's index."""

import pytest

from marketplace import clock
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.search import queries
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.record import as_data, digest
from marketplace.worker.services import drain
from tests.accounts.factories import make_organization
from tests.patents.factories import make_patent


@pytest.fixture
def index(app):
    """The index of the site under test."""
    return queries.backend()


@pytest.fixture
def work(app):
    """Let the worker do everything that waits."""
    return drain


@pytest.fixture
def make_listing(app):
    """A published listing, written as the database holds it: on `ordinary` with one patent, or
    on `open` with the patent and the terms of a declaration."""

    def make(terms=None, *, organization=None, patents=None, declaration=None, **values):
        if declaration:
            organization, patents = declaration.organization, [declaration.patent]
            terms = declaration.record
        terms = terms or preset(FeeMode.LUMP_SUM, amount_fen=1_200_000, route=Route.ORDINARY)
        organization = organization or make_organization(name="东江理工大学", region="440100")
        patents = patents or [make_patent(organization, title="一种锂电池极片的干燥装置")]
        defaults = {
            "route": terms.route,
            "fee_mode": terms.fee_mode,
            "terms": None if declaration else as_data(terms),
            "terms_sha256": None if declaration else digest(terms),
            "status": ListingStatus.PUBLISHED,
            "published_at": clock.now(),
            "title": "锂电池极片红外分段干燥",
            "summary": "让涂布后的极片少开裂。",
        }
        listing = Listing(organization_id=organization.id, **{**defaults, **values})
        listing.items = [ListingItem(patent_id=patent.id) for patent in patents]
        if declaration:
            listing.items[0].declaration_id = declaration.id
        db.session.add(listing)
        db.session.commit()
        return listing

    return make
