"""Reading form-encoded requests with nested names (``line_items[0][quantity]=1``)."""

import re
from collections.abc import Iterable
from typing import Any

_STEP = re.compile(r"\[([^\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The parameters as a tree; lists are written with indices or empty brackets
    (https://docs.stripe.com/api: form-encoded request bodies)."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head = name.split("[", 1)[0]
        steps = [head, *_STEP.findall(name)]
        node = tree
        for step, following in zip(steps, [*steps[1:], None], strict=True):
            step = step or str(len(node))
            if following is None:
                node[step] = value
            else:
                node = node.setdefault(step, {})
    return {name: _lists(value) for name, value in tree.items()}


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}
