"""Which of the five tones a state has. A tone is a shape and a colour; the word stands beside it."""

from __future__ import annotations

TONES = ("done", "due", "overdue", "active", "idle")

_VALUES: dict[str, str] = {
    "done": """verified published announced effective concluded cured converted paid passed done
        accepted sealed genuine valid clear claimed_proven proven confirmed succeeded checked
        delivered_mail settled active answered joined running adopted issued booked
        carried_out reinstated""",
    "due": """due submitted correction awaiting_payment awaiting_seal demand_served part_paid
        withdrawing signed_by_one notice_sent held on_hold returned pending stale stayed
        correction_required invited evaluated leaving proposed requested undecided""",
    "overdue": """overdue refused barred not_announced use_stopped suspended revoked set_aside
        failed wholly_invalid objected false_material mismatch disputed""",
    "active": """preparing approving in_house_notice ready delivered negotiating prepared on_trial
        open processing registered forming in_notice asked arranged""",
}
_BY_VALUE = {value: tone for tone, values in _VALUES.items() for value in values.split()}


def tone_of(value: object) -> str:
    """The tone of a state value or enum member; what nobody needs to act on is ``idle``."""
    return _BY_VALUE.get(str(value), "idle")
