"""Which listings the demonstration holds: what, on which route, how it is paid, how far it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from marketplace.declarations.models import DeclarationStatus as D
from marketplace.demo.catalogue import Family, families
from marketplace.demo.inventory import AGED_TITLE
from marketplace.demo.pricing import ending_free, terms_of, waiting_for_payment
from marketplace.demo.shelves import Plan, kind_of
from marketplace.demo.world import World
from marketplace.listings.models import ListingStatus as L
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode as F
from marketplace.terms.enums import Route
from marketplace.terms.record import Terms

ENDING, ON_PAYMENT, NO_INBOX, WITHDRAWN, AGED = (
    "ending",
    "on_payment",
    "no_inbox",
    "withdrawn",
    "aged",
)
"""Purposes of listings that a deal of the demonstration looks for by name."""

_FIRST_DAYS_AGO: Final = 345
_DAYS_FOR_ALL: Final = 333
_OPEN: Final = (
    F.ROYALTY,
    F.FREE,
    F.LUMP_SUM,
    F.INSTALMENTS,
    F.FREE,
    F.LIMITED_FREE,
    F.ENTRY_ROYALTY,
    F.PAY_LATER,
    F.MIXED,
)
_ORDINARY: Final = (
    F.PAY_LATER,
    F.LUMP_SUM,
    F.TRIAL_THEN_CONVERT,
    F.FREE,
    F.ROYALTY,
    F.ENTRY_ROYALTY,
    F.INSTALMENTS,
    F.LIMITED_FREE,
    F.MIXED,
)
_TRANSFER: Final = (F.PRICE, F.NEGOTIABLE, F.SHARES)
_BUNDLED, _GROUPED, _SOLD = range(3)
_KINDS_OF_THIRD: Final = 4
_CLOSES_AFTER_DAYS: Final = 45


@dataclass(frozen=True)
class Special:
    """A listing for one patent that shows something particular."""

    route: Route = Route.OPEN
    mode: F = F.FREE
    purpose: str = ""
    listing: L = L.PUBLISHED
    declared: D = D.ANNOUNCED
    inbox: bool = True
    state_only: bool = False


_SPECIALS: Final = (
    Special(mode=F.LIMITED_FREE, purpose=ENDING),
    Special(purpose=NO_INBOX, inbox=False),
    Special(mode=F.LUMP_SUM, purpose=WITHDRAWN, declared=D.WITHDRAWN),
    Special(Route.ORDINARY, F.LUMP_SUM, ON_PAYMENT),
    Special(Route.OPEN_SOURCE),
    Special(declared=D.WITHDRAWING),
    Special(declared=D.ENDED),
    Special(mode=F.LUMP_SUM, declared=D.REVOKED),
    Special(Route.ORDINARY, F.LUMP_SUM, listing=L.PAUSED),
    Special(Route.ORDINARY, F.FREE, listing=L.UNPUBLISHED),
    Special(Route.OPEN_SOURCE),
    Special(mode=F.ROYALTY, declared=D.NOT_ANNOUNCED),
    Special(mode=F.LUMP_SUM, declared=D.IN_HOUSE_NOTICE, state_only=True),
    Special(declared=D.CORRECTION),
    Special(Route.OPEN_SOURCE),
    Special(declared=D.APPROVING),
    Special(mode=F.INSTALMENTS, declared=D.READY),
    Special(mode=F.ROYALTY, declared=D.SUBMITTED),
    Special(declared=D.PREPARING),
    Special(Route.ORDINARY, F.ROYALTY, listing=L.SUBMITTED, state_only=True),
    Special(Route.ORDINARY, F.LUMP_SUM, listing=L.RETURNED),
    Special(Route.ORDINARY, F.FREE, listing=L.DRAFT),
    Special(Route.ORDINARY, F.PAY_LATER, listing=L.SUBMITTED),
)


def plans(world: World) -> Iterator[tuple[int, Plan]]:
    """Every listing with the number of days ago on which work on it begins."""
    specials = list(_SPECIALS)
    everybody = families()
    for family in everybody:
        days_ago = _FIRST_DAYS_AGO - family.place * _DAYS_FOR_ALL // len(everybody)
        own = [_patent(world, each.title) for each in family.patents]
        for plan in _of_family(world, family, own, specials):
            yield days_ago, plan


def _of_family(
    world: World, family: Family, own: list[Patent], specials: list[Special]
) -> Iterator[Plan]:
    n = family.place
    first, second, *rest = own
    yield _plan(family, (first,), Route.OPEN, _OPEN[n % len(_OPEN)])
    yield _plan(family, (second,), Route.ORDINARY, _ORDINARY[n % len(_ORDINARY)])
    if any(each.title == AGED_TITLE for each in rest):
        yield _plan(family, (rest[1],), Route.OPEN, F.FREE, purpose=AGED)
        return
    third = n % _KINDS_OF_THIRD
    if third == _BUNDLED:
        yield _plan(family, tuple(rest), Route.ORDINARY, (F.LUMP_SUM, F.FREE)[n // 4 % 2])
    elif third == _GROUPED:
        yield _plan(family, tuple(rest), Route.OPEN, (F.FREE, F.LUMP_SUM)[n // 4 % 2])
    elif third == _SOLD:
        yield _plan(family, (rest[0],), Route.TRANSFER, _TRANSFER[n // 4 % len(_TRANSFER)])
    else:
        for patent in rest:
            special = _next_special(specials, world.casts[family.owner].party.state)
            if special:
                yield _special_plan(family, patent, special)


def _next_special(specials: list[Special], is_state: bool) -> Special | None:
    """The next one that this owner can show; in-house notices are a matter of state bodies."""
    for special in specials:
        if is_state or not special.state_only:
            specials.remove(special)
            return special
    return None


def _special_plan(family: Family, patent: Patent, special: Special) -> Plan:
    return Plan(
        family,
        (patent,),
        _special_terms(special, family.place, kind_of([patent])),
        ends_as=special.listing,
        declared_as=special.declared,
        designates_inbox=special.inbox,
        purpose=special.purpose,
        closes_after=_CLOSES_AFTER_DAYS,
    )


def _special_terms(special: Special, place: int, kind: str) -> Terms:
    if special.purpose == ENDING:
        return ending_free(place, special.route, kind)
    if special.purpose == ON_PAYMENT:
        return waiting_for_payment(place, kind)
    return terms_of(special.route, special.mode, place, kind)


def _plan(
    family: Family, patents: tuple[Patent, ...], route: Route, mode: F, *, purpose: str = ""
) -> Plan:
    terms = terms_of(route, mode, family.place, kind_of(patents))
    return Plan(family, patents, terms, purpose=purpose)


def _patent(world: World, title: str) -> Patent:
    return world.by_title[title]
