"""One line of the register: what everybody may know of a license, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from marketplace.accounts import regions
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, Side
from marketplace.public_register.models import Shown
from marketplace.terms.enums import Route


class State(StrEnum):
    """A license is in force or ended; why, and what its parties owe, is theirs."""

    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True)
class PartyShown:
    """A party as it chose to be seen: its name, or province and kind, or nothing at all."""

    name: str | None = None
    region: str | None = None
    kind: Any = None


@dataclass(frozen=True)
class Entry:
    """A license on the register. Built field by field: a new column of an agreement never becomes
    public by itself."""

    patents: tuple[str, ...]
    route: Route
    effective_on: date
    state: State
    ended_on: date | None
    licensor: PartyShown
    licensee: PartyShown

    def as_json(self, locale: str) -> dict[str, Any]:
        return {
            "patents": list(self.patents),
            "license": "ordinary",
            "route": self.route.value,
            "effective_on": self.effective_on.isoformat(),
            "state": self.state.value,
            "ended_on": self.ended_on.isoformat() if self.ended_on else None,
            "licensor": _party_json(self.licensor, locale),
            "licensee": _party_json(self.licensee, locale),
        }


def entry(agreement: Agreement, choices: Mapping[Side, Shown]) -> Entry:
    """What everybody may know of an agreement that took effect."""
    assert agreement.effective_on is not None  # noqa: S101 - the query sees to it
    return Entry(
        patents=tuple(patent.certificate_number for patent in agreement.patents),
        route=agreement.route,
        effective_on=agreement.effective_on,
        state=State.IN_FORCE if agreement.is_in_force else State.ENDED,
        ended_on=None if agreement.is_in_force else agreement.ended_on,
        licensor=_party(agreement.licensor, choices.get(Side.LICENSOR)),
        licensee=_party(agreement.licensee, choices.get(Side.LICENSEE)),
    )


def _party(organization: Organization, shown: Shown | None) -> PartyShown:
    if shown is Shown.NAME:
        return PartyShown(name=organization.name)
    if shown is Shown.REGION_AND_KIND:
        return PartyShown(
            region=regions.province_of(organization.region) or None, kind=organization.kind
        )
    return PartyShown()


def _party_json(party: PartyShown, locale: str) -> dict[str, Any] | None:
    if party.name:
        return {"name": party.name}
    if party.kind is None:
        return None
    return {"region": region_name(party.region, locale), "kind": party.kind.value}


def region_name(region: str | None, locale: str) -> str | None:
    """A province's name in a language."""
    names = regions.PROVINCES.get(region or "")
    return None if names is None else names[0 if locale.startswith("zh") else 1]
