"""Reads over money that banks hold."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.agreements.models import Agreement
from marketplace.custody.models import Custody, Instruction
from marketplace.extensions import db


def custodies_of(agreement: Agreement) -> Sequence[Custody]:
    """The arrangements of a license, newest first."""
    return db.session.scalars(
        select(Custody).where(Custody.agreement_id == agreement.id).order_by(Custody.id.desc())
    ).all()


def by_public_id(public_id: str) -> Custody | None:
    return db.session.scalar(select(Custody).where(Custody.public_id == public_id))


def instruction(public_id: str) -> Instruction | None:
    return db.session.scalar(select(Instruction).where(Instruction.public_id == public_id))
