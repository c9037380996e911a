"""The line of steps above the pages of an editor, for one listing or for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.terms.labels import finding_text


@dataclass(frozen=True)
class EditorStep:
    """One page of an editor; `endpoint` within its blueprint."""

    key: str
    endpoint: str
    label: Any


def frame(steps: Sequence[EditorStep], key: str, *crumbs: dict[str, Any]) -> dict[str, Any]:
    """What a page of an editor is rendered with: the line of steps, where one stands in it, and
    the way there (`crumbs` leads to the record)."""
    number = next(place for place, step in enumerate(steps, start=1) if step.key == key)
    return {
        "step_labels": [step.label for step in steps],
        "step_number": number,
        "crumbs": [*crumbs, {"label": steps[number - 1].label}],
        "finding_text": finding_text,
    }
