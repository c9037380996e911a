"""The vocabulary of the routes table: what one route can need, allow and bring about."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from marketplace.terms.enums import Act, DeferralKind, FeeMode, TriggerKind


class Instrument(StrEnum):
    """What makes the license: the licensee's notice, a contract, or the published text."""

    NOTICE = "notice"
    CONTRACT = "contract"
    TEXT = "text"


class Party(StrEnum):
    """Who acts in an agreement."""

    LICENSOR = "licensor"
    LICENSEE = "licensee"


class EffectKey(StrEnum):
    """The rule by which a license takes effect."""

    NOTICE_AND_PAYMENT = "notice_and_payment"
    AS_AGREED = "as_agreed"
    BY_TEXT = "by_text"
    AS_AGREED_AND_REGISTERED = "as_agreed_and_registered"


class Basis(StrEnum):
    """What must exist before anybody can take up the license."""

    ANNOUNCED_DECLARATION = "announced_declaration"
    STANDING_OFFER_OR_NEGOTIATION = "standing_offer_or_negotiation"
    PUBLISHED_TEXT = "published_text"
    NEGOTIATION = "negotiation"


class Groups(StrEnum):
    """What a listing of several patents makes."""

    ONE_AGREEMENT_PER_PATENT = "one_agreement_per_patent"
    ONE_AGREEMENT_FOR_ALL = "one_agreement_for_all"


class Duty(StrEnum):
    """Duties towards an authority or an institution; ``registration.duties`` says what each asks."""

    DECLARATION = "declaration"
    WITHDRAWAL = "withdrawal"
    RECORDAL = "recordal"
    RECORDAL_CHANGE = "recordal_change"
    RECORDAL_CANCELLATION = "recordal_cancellation"
    CONTRACT_REGISTRATION = "contract_registration"
    FEEDBACK = "feedback"
    PRODUCT_FILING = "product_filing"
    ASSIGNMENT_REGISTRATION = "assignment_registration"
    EXPORT_REGISTRATION = "export_registration"
    IN_HOUSE_NOTICE = "in_house_notice"
    INVENTORY_UPLOAD = "inventory_upload"
    CONVERSION_REPORT = "conversion_report"


class Station(StrEnum):
    """The stations of the chain, in LOOK's words."""

    DECLARATION = "declaration"
    PUBLICATION = "publication"
    IN_HOUSE_NOTICE = "in_house_notice"
    NOTICE = "notice"
    SIGNATURE = "signature"
    CONCLUSION = "conclusion"
    PAYMENT = "payment"
    EFFECT = "effect"
    RECORDAL = "recordal"
    CONTRACT_REGISTRATION = "contract_registration"
    FEEDBACK = "feedback"
    PRODUCT_FILING = "product_filing"
    ASSIGNMENT_REGISTRATION = "assignment_registration"


@dataclass(frozen=True)
class FilingDuty:
    """A filing that arises when a license takes effect.

    ``months``: within how many months of effect the law wants it (None: no day in law).
    ``after``: the filing whose receipt it waits for. ``filers``: who may file.
    """

    duty: Duty
    filers: tuple[Party, ...]
    months: int | None = None
    after: Duty | None = None
    article: str | None = None


@dataclass(frozen=True)
class RouteRules:
    """What one route needs, allows and brings about.

    ``name_zh``, ``name_en``: its name inside a clause.
    ``parts``: parts of the record that may be agreed besides scope, period and text clauses.
    ``deferral_parts``: by kind of pay later, the fee parts that it may defer.
    ``added_clauses``: whether clauses beyond the statutory minimum may be agreed.
    ``priced_license``: whether its prices are prices of licenses, which statistics count.
    ``passes_right``: the patent itself changes hands: to one buyer only, after the withdrawal of
    a declaration in force, and after the in-house notice where one is due.
    ``bars_block_signature``: whether any bar stops the signature, or only the end of the right.
    """

    name_zh: str
    name_en: str
    basis: Basis
    instrument: Instrument
    effect: EffectKey
    signers: tuple[Party, ...]
    groups: Groups
    text: str
    stations: tuple[Station, ...]
    duties: tuple[FilingDuty, ...]
    fee_modes: frozenset[FeeMode]
    parts: frozenset[str]
    deferral_parts: dict[DeferralKind, frozenset[str]] = field(default_factory=dict)
    triggers: frozenset[TriggerKind] = frozenset()
    scope_is_fixed: bool = False
    needs_period: bool = True
    milestones: bool = True
    added_clauses: bool = True
    announced_standard: bool = False
    fixed_fee_ceiling: bool = False
    annuity_cut: bool = False
    standing_offer: bool = False
    priced_license: bool = False
    patentee_may_refuse: bool = True
    bars_block_signature: bool = True
    in_house_notice: bool = True
    passes_right: bool = False

    @property
    def signatures_needed(self) -> int:
        """How many parties sign an instrument of this route."""
        return len(self.signers)

    @property
    def needs_declaration(self) -> bool:
        """Whether every patent needs a declaration announced by the office."""
        return self.basis is Basis.ANNOUNCED_DECLARATION


_WITHOUT_USE: Final = tuple(act for act in Act if act is not Act.USE)


def acts_for(kind: str) -> tuple[Act, ...]:
    """The acts that a kind of patent reserves: a design has no use (Patent Law 11)."""
    return _WITHOUT_USE if kind == "design" else tuple(Act)
