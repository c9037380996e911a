"""The standing offers of a batch on `ordinary`: read together, signed once, kept one by one."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from marketplace.accounts import policies as accounts
from marketplace.batches import queries
from marketplace.batches.models import BatchStatus, ListingBatch
from marketplace.batches.services.steps import changed
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.listings import services as listings
from marketplace.listings.models import Listing
from marketplace.listings.offers import PATENTS_LINE, OfferText, offer_text
from marketplace.terms.clauses import Clause, clauses
from marketplace.terms.routes import ROUTES

_CHANGED: Final = N_("The text has changed since it was shown. Read it again, then sign.")


@dataclass(frozen=True)
class OneOffer:
    """One listing's own text, and the clauses in which it differs from the others."""

    listing: Listing
    text: OfferText
    own: tuple[Clause, ...]


@dataclass(frozen=True)
class JointOffer:
    """All texts that one signature covers. What is shown, `common` and each one's `own`, is
    every clause of every text; `sha256` is over the hashes of the texts in their order."""

    offers: tuple[OneOffer, ...]
    common: tuple[Clause, ...]

    @property
    def head(self) -> list[str]:
        """The lines before the clauses, without the patent, which is each text's own."""
        if not self.offers:
            return []
        lines = self.offers[0].text.text.splitlines()
        patents = lines.index(PATENTS_LINE)
        return [*lines[:patents], lines[patents + 2]]

    @property
    def sha256(self) -> str:
        joined = "\n".join(each.text.sha256 for each in self.offers)
        return hashlib.sha256(joined.encode()).hexdigest()


def joint_offer(batch: ListingBatch) -> JointOffer:
    """The texts that wait for a signature; no offers where there are none."""
    waiting = [each for each in _carrying(batch) if each.offer is None]
    written = [clauses(terms, "zh") for each in waiting if (terms := each.record)]
    shared = set.intersection(*(set(each) for each in written)) if written else set()
    offers = tuple(
        OneOffer(listing, offer_text(listing), tuple(c for c in own if c not in shared))
        for listing, own in zip(waiting, written, strict=True)
    )
    return JointOffer(offers, tuple(c for c in written[0] if c in shared) if written else ())


def sign_offers(batch: ListingBatch, by: Any, *, shown_sha256: str) -> int:
    """Sign every standing offer of the batch that is not signed yet; returns how many.

    As a signatory who has stated authority and just re-entered the password; `shown_sha256` is
    the hash of what was on the page. Each listing keeps its own text, hash, signer and instant.
    """
    if batch.status is not BatchStatus.PREPARED:
        raise Refused("batch_not_prepared", N_("Prepare the listings first, then sign the offers."))
    if not accounts.may_sign(by, batch.organization):
        raise NotAllowed(
            "not_a_signatory",
            N_("Only a signatory who has stated authority to bind the organization signs."),
        )
    joint = joint_offer(batch)
    if joint.sha256 != shown_sha256:
        raise Refused("text_changed", _CHANGED)
    for each in joint.offers:
        listings.sign_standing_offer(each.listing, by, shown_sha256=each.text.sha256)
    changed(batch, "sign_offers", by, count=len(joint.offers), shown_sha256=joint.sha256)
    return len(joint.offers)


def _carrying(batch: ListingBatch) -> list[Listing]:
    found = (entry.listing for entry in queries.entries(batch) if not entry.left_out)
    return [
        each
        for each in found
        if each and each.is_editable and each.route and each.terms
        if ROUTES[each.route].standing_offer
    ]
