"""What people of an institution decide, named by their verbs.

Every function needs `transaction()` around it, writes an audit event for each change, and tells
the rooms above by signal (see `signals`). What takes many does all or, refused, nothing.
"""

from marketplace.in_house.services.approving import ask, decide, recall, set_chain, tell_asked
from marketplace.in_house.services.guidance import keep_guidance
from marketplace.in_house.services.noticing import (
    add_evidence,
    open_notice,
    pass_notice,
    release,
    take_out,
)
from marketplace.in_house.services.objecting import object_to, rule_on

__all__ = [
    "add_evidence",
    "ask",
    "decide",
    "keep_guidance",
    "object_to",
    "open_notice",
    "pass_notice",
    "recall",
    "release",
    "rule_on",
    "set_chain",
    "take_out",
    "tell_asked",
]
