"""What the rooms call the events of their own records."""

from collections.abc import Mapping

from flask_babel import LazyString

from marketplace.aftercare.labels import EVENTS as AFTERCARE
from marketplace.batches.labels import EVENTS as BATCHES
from marketplace.books.labels import EVENTS as BOOKS
from marketplace.declarations.labels import EVENTS as DECLARATIONS
from marketplace.deeds.labels import EVENTS as DEEDS
from marketplace.enquiries.labels import EVENTS as ENQUIRIES
from marketplace.feedback.labels import EVENTS as FEEDBACK
from marketplace.in_house.labels import EVENTS as HOUSE
from marketplace.invoices.labels import EVENTS as INVOICES
from marketplace.listings.labels import EVENTS as LISTINGS
from marketplace.on_paper.labels import EVENTS as ON_PAPER
from marketplace.payouts.labels import EVENTS as PAYOUTS
from marketplace.pools.labels import EVENTS as POOLS
from marketplace.products.labels import EVENTS as PRODUCTS
from marketplace.public_register.labels import EVENTS as REGISTER
from marketplace.registration.labels import EVENTS as FILINGS
from marketplace.reports.labels import EVENTS as REPORTS
from marketplace.witnesses.labels import EVENTS as WITNESSES

OF_ROOMS: Mapping[str, LazyString] = {
    **BATCHES,
    **POOLS,
    **HOUSE,
    **LISTINGS,
    **ENQUIRIES,
    **DEEDS,
    **ON_PAPER,
    **DECLARATIONS,
    **PRODUCTS,
    **BOOKS,
    **PAYOUTS,
    **INVOICES,
    **FILINGS,
    **REPORTS,
    **FEEDBACK,
    **WITNESSES,
    **REGISTER,
    **AFTERCARE,
}
