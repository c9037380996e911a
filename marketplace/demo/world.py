"""What the stories share: who is who, which patents there are, what stands on the shelf."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from marketplace import clock, files
from marketplace.accounts.models import Membership, Organization, User
from marketplace.agreements.models import Agreement
from marketplace.demo.catalogue import Party
from marketplace.listings.models import Listing
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route

DOMAIN = "example"
PASSWORD = "kaifang-xuke-demo"  # noqa: S105 - printed for everybody who starts the demonstration


@dataclass
class Cast:
    """A party with its people: the founder signs, the second person checks."""

    party: Party
    organization: Organization
    people: list[User] = field(default_factory=list)

    @property
    def owner(self) -> User:
        return self.people[0]

    @property
    def membership(self) -> Membership:
        return next(each for each in self.organization.memberships if each.user is self.owner)


@dataclass
class Shelf:
    """A listing of the demonstration with what deals look for."""

    listing: Listing
    cast: Cast
    route: Route
    fee_mode: FeeMode
    live_on: date | None = None
    purpose: str = ""
    taken_by: list[str] = field(default_factory=list)

    def is_open(self, day: date) -> bool:
        """Whether the listing can be taken up on a day: published, its declarations in force."""
        if self.live_on is None or self.live_on > day or not self.listing.is_live:
            return False
        papers = [item.declaration for item in self.listing.items if item.declaration]
        return all(declaration.takes_notices_on(day) for declaration in papers)


@dataclass
class World:
    """The whole demonstration while it is being made."""

    today: date
    administrator: User
    reviewer: User
    auditor: User
    casts: dict[str, Cast] = field(default_factory=dict)
    by_title: dict[str, Patent] = field(default_factory=dict)
    shelves: list[Shelf] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    to_seal: list[int] = field(default_factory=list)

    def second(self, cast: Cast) -> User:
        """Who checks what the owner of a party did: another member, else an administrator."""
        return cast.people[1] if len(cast.people) > 1 else self.administrator

    def take(
        self,
        route: Route,
        fee_mode: FeeMode,
        licensee: str,
        *,
        purpose: str = "",
        owner: str | None = None,
    ) -> Shelf:
        """A live listing for a deal: the one that fewest have taken, and not this licensee.

        LookupError where the plan of the demonstration asks for a listing that it does not hold.
        """
        fitting = [
            shelf
            for shelf in self.shelves
            if (shelf.route, shelf.fee_mode, shelf.purpose) == (route, fee_mode, purpose)
            and licensee not in shelf.taken_by
            and owner in (None, shelf.cast.party.key)
            and shelf.is_open(clock.today())
        ]
        if not fitting:
            raise LookupError(f"no live listing: {route} {fee_mode} {purpose} for {licensee}")
        shelf = min(fitting, key=lambda each: len(each.taken_by))
        shelf.taken_by.append(licensee)
        return shelf


def paper(title: str, *lines: str) -> str:
    """Keep an invented piece of evidence as a file; returns its SHA-256."""
    text = "\n".join(
        ("演示材料，非真实文件 / Demonstration paper, not a real document", title, *lines)
    )
    return files.put(text.encode())


def reference(*parts: object) -> str:
    """A bank reference that looks like one and follows from what it pays."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
    return f"YS{int(digest[:12], 16) % 10**12:012d}"
