"""Words of agreements that are stored: sides, kinds of signature and of delivery."""

from enum import StrEnum


class Side(StrEnum):
    LICENSOR = "licensor"
    LICENSEE = "licensee"


class SignatureKind(StrEnum):
    """What the signed act was."""

    NOTICE = "notice"
    ACCEPTANCE = "acceptance"
    STANDING_OFFER = "standing_offer"
    CONTRACT = "contract"


class DeliveryKind(StrEnum):
    """How a notice reached the patentee: its designated inbox here, or a proof from outside."""

    INBOX = "inbox"
    PROOF = "proof"
