"""Texts of open-source licenses: the catalogue's, and those that patentees bring themselves."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, User
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.listings.models import Listing, OwnText
from marketplace.listings.services.drafting import set_terms
from marketplace.terms.parts import PublicText
from marketplace.terms.public_texts import Article, OpenText, published
from marketplace.terms.record import Terms
from marketplace.types import canonical_json


def resolve(part: PublicText) -> OpenText:
    """The text that a terms record names, whole; Refused where what is kept has another hash."""
    found = published(part.key, part.version) or _own(part)
    if found is None or (part.key == found.key and _sha256(found, part) != part.sha256):
        raise Refused(
            "public_text_missing", N_("The license text is not the one that the terms name.")
        )
    return found


def own_texts(organization: Organization) -> Sequence[OwnText]:
    """The texts that an organization brought, newest first."""
    return db.session.scalars(
        select(OwnText)
        .where(OwnText.organization_id == organization.id)
        .order_by(OwnText.id.desc())
    ).all()


def part_of(text: OwnText) -> PublicText:
    """As the terms record names it."""
    return PublicText(key=text.public_id, version=text.label, sha256=text.sha256)


def bring_text(
    organization: Organization,
    by: User,
    *,
    title: str,
    label: str,
    conditions: str,
    body: str,
    body_en: str,
) -> OwnText:
    """Keep a patentee's own text with its version and hash; it never changes."""
    if not accounts.may_manage(by, organization):
        raise NotAllowed()
    said = {
        "title": title,
        "version": label,
        "conditions": conditions,
        "text": body,
        "text_en": body_en,
    }
    text = OwnText(
        organization=organization,
        title=title,
        label=label,
        conditions=conditions,
        body=body,
        body_en=body_en,
        sha256=hashlib.sha256(canonical_json(said)).hexdigest(),
        brought_by_id=by.id,
    )
    db.session.add(text)
    db.session.flush()
    return text


def choose_text(listing: Listing, part: PublicText, by: User) -> None:
    """Put an open-source listing under a text; after publication a new one needs a new listing."""
    terms = listing.record
    listing.require_editable()
    if terms is None or terms.public_text is None:
        raise Refused("no_terms", N_("Enter the terms of the license."))
    resolve(part)
    set_terms(listing, Terms.model_validate(dict(terms) | {"public_text": part}), by)


def _own(part: PublicText) -> OpenText | None:
    text = db.session.scalar(select(OwnText).where(OwnText.public_id == part.key))
    if text is None or text.label != part.version:
        return None
    lines = [line.strip() for line in text.conditions.splitlines() if line.strip()]
    return OpenText(
        key=text.public_id,
        version=text.label,
        title=text.title,
        title_en=text.title,
        conditions=tuple((line, line) for line in lines),
        articles=(Article("许可文本", text.body, "License text", text.body_en or text.body),),
    )


def _sha256(found: OpenText, part: PublicText) -> str:
    """The hash of a text as it is kept: the catalogue's of itself, an own one's as it was brought."""
    if published(part.key, part.version):
        return found.sha256
    return db.session.scalars(select(OwnText.sha256).where(OwnText.public_id == part.key)).one()
