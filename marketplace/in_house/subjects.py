"""What is put before the house: named by table and public id, so that this room knows no feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.audit.services import subject_key
from marketplace.in_house.models import Pricing


@dataclass(frozen=True)
class Subject:
    """A record with the words in which the house is shown it.

    `name` and `price` stand on the notice and are Chinese like every paper of the house; `link`
    is a path of this site; `related` are further records that its events name.
    """

    record: Any
    organization: Organization
    name: str
    price: str
    pricing: Pricing
    link: str
    related: Sequence[Any] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Table and public id."""
        return subject_key(self.record)


@dataclass(frozen=True)
class Named:
    """A record known by its key only, as an event can name it."""

    __tablename__: str
    public_id: str


def named(row: Any) -> Named:
    """The subject of a request, a notice row or a snapshot, for events and queries."""
    return Named(row.subject_type, row.subject_id)
