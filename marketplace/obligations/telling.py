"""What the clock tells of amounts: one message each, to the side that has to do something."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.accounts.models import Role
from marketplace.accounts.services.inbox_bulk import Note, notify_many, people_of
from marketplace.obligations import messages
from marketplace.obligations.models import ClockStep

_CODES = {
    ClockStep.REMIND: messages.DUE_SOON,
    ClockStep.FALL_DUE: messages.PAYABLE,
    ClockStep.OVERDUE: messages.OVERDUE,
    ClockStep.DEFAULT: messages.IN_DEFAULT,
}
_ROLES = (Role.OWNER, Role.FINANCE)


def tell(steps: Sequence[tuple[Any, int]], titles: Mapping[int, str]) -> None:
    """Write the messages of these steps: rows of the clock with the keys of their events."""
    notes = [_note(row, event_id, titles) for row, event_id in steps]
    notify_many(notes, people_of({note.organization_id for note in notes}, _ROLES))


def _note(row: Any, event_id: int, titles: Mapping[int, str]) -> Note:
    to_licensor = row.step is ClockStep.DEFAULT
    return Note(
        organization_id=row.licensor_id if to_licensor else row.licensee_id,
        code=_CODES[row.step],
        event_id=event_id,
        link=f"/agreements/{row.agreement}",
        due_on=row.due_on,
        params={
            "title": titles.get(row.agreement_id, ""),
            "day": row.due_on.isoformat(),
            "amount_fen": row.amount_fen - row.paid_fen,
        },
    )
