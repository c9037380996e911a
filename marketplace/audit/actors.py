"""Who did it: a person, or the system itself."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Actor:
    """The author of an event: kind (``user``, ``system``), public id, and the acting organization."""

    kind: str
    id: str
    organization: str | None = None


class Acting(Protocol):
    """Whoever can stand as the author of an event."""

    @property
    def audit_actor(self) -> Actor: ...


class _System:
    @property
    def audit_actor(self) -> Actor:
        return Actor("system", "system")


SYSTEM: Acting = _System()


def actor_of(by: Any) -> Actor:
    """The actor behind a user, a membership or SYSTEM."""
    actor = by.audit_actor
    if not isinstance(actor, Actor):
        raise TypeError(f"{by!r} is nobody who can act")
    return actor
