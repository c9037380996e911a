"""Reads over further papers, and the terms of a contract as they hold now."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace.agreements.models import Agreement
from marketplace.deeds.models import OPEN, Deed, DeedKind, DeedStatus
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.terms.record import Terms


def by_public_id(public_id: str) -> Deed:
    """The paper behind an address; Missing if there is none."""
    deed = db.session.scalar(select(Deed).where(Deed.public_id == public_id))
    if deed is None:
        raise Missing()
    return deed


def deeds_of(agreement: Agreement) -> Sequence[Deed]:
    """All further papers of an agreement, in their order."""
    return db.session.scalars(
        select(Deed).where(Deed.agreement_id == agreement.id).order_by(Deed.ordinal)
    ).all()


def open_deed(agreement: Agreement) -> Deed | None:
    """The paper that waits for a signature."""
    return db.session.scalar(
        select(Deed).where(Deed.agreement_id == agreement.id, Deed.status.in_(OPEN))
    )


def amendments_of(agreement: Agreement) -> list[tuple[date, Terms]]:
    """The amendments in force, oldest first, each with the Shanghai day from which it holds."""
    found = db.session.execute(
        select(Deed.effective_on, Deed)
        .where(
            Deed.agreement_id == agreement.id,
            Deed.kind == DeedKind.AMENDMENT,
            Deed.status == DeedStatus.IN_FORCE,
        )
        .order_by(Deed.ordinal)
    )
    return [(day, deed.record) for day, deed in found if day is not None]


def terms_in_force(
    agreement: Agreement, amendments: Sequence[tuple[date, Terms]] | None = None
) -> Terms:
    """The signed terms, or what the last amendment made of them; ``amendments`` are those in force,
    where the caller has them."""
    if amendments is None:
        amendments = amendments_of(agreement)
    return amendments[-1][1] if amendments else agreement.record
