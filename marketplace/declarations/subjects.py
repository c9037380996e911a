"""What a co-owner's statement is about, and the hash that binds the statement to it."""

import hashlib

from marketplace.declarations.material_models import Act, CoOwner, Stance
from marketplace.declarations.models import Declaration
from marketplace.types import canonical_json

__all__ = ["Stance", "open_co_owners", "stance", "subject_sha256"]


def subject_sha256(declaration: Declaration, act: Act) -> str:
    """SHA-256 of what is agreed to: the declared terms, or the withdrawal with its reason."""
    if act is Act.DECLARE:
        return declaration.terms_sha256
    subject = {
        "act": act.value,
        "number": declaration.patent.number,
        "reason": declaration.withdrawal_reason,
        "terms_sha256": declaration.terms_sha256,
    }
    return hashlib.sha256(canonical_json(subject)).hexdigest()


def stance(co_owner: CoOwner, act: Act) -> Stance:
    """Where a co-owner stands towards an act as its papers read today."""
    return co_owner.stance(act, subject_sha256(co_owner.declaration, act))


def open_co_owners(declaration: Declaration, act: Act) -> list[CoOwner]:
    """The co-owners whose statement is still wanting."""
    return [each for each in declaration.co_owners if stance(each, act) is not Stance.GIVEN]
