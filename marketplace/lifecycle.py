"""Life cycles as data: which action leads from which states to which; anything else is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Generic, TypeVar

from marketplace.actions import ACTIONS
from marketplace.errors import TransitionNotAllowed

State = TypeVar("State", bound=StrEnum)

LIFECYCLES: dict[str, "Lifecycle[Any]"] = {}


class Lifecycle(Generic[State]):
    """The moves of one kind of record.

    ``moves`` maps an action to its origins and its target. Registered under ``name`` so that
    ``flask lifecycles`` can print every table of the site.
    """

    def __init__(
        self, name: str, moves: Mapping[str, tuple[Iterable[State], State]], *, initial: State
    ) -> None:
        self.name = name
        self.initial = initial
        self.moves = {action: (frozenset(origins), to) for action, (origins, to) in moves.items()}
        LIFECYCLES[name] = self

    def after(self, status: State, action: str) -> State:
        """The state that ``action`` leads to; TransitionNotAllowed if it may not happen now, or
        never in this life (an open license is not negotiated)."""
        origins, target = self.moves.get(action, (frozenset(), status))
        if status not in origins:
            raise TransitionNotAllowed(self.name, action, status, ACTIONS.get(action, action))
        return target

    def actions(self, status: State) -> list[str]:
        """The actions that are possible in a state, in the order of declaration."""
        return [action for action, (origins, _) in self.moves.items() if status in origins]

    @property
    def states(self) -> list[State]:
        return list(type(self.initial))
