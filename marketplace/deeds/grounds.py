"""When one side may end a contract by notice, and how the law and the paper name the ground."""

from collections.abc import Callable
from dataclasses import dataclass

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement, Side
from marketplace.deeds.models import Ground
from marketplace.errors import N_, Refused


@dataclass(frozen=True)
class GroundRule:
    """A ground by its words in the paper, its article, the sides that have it, and what must have
    happened; ``refusal`` says what to do where it has not."""

    zh: str
    en: str
    article: str
    sides: frozenset[Side]
    is_given: Callable[[Agreement], bool]
    refusal: str


def _is_unpaid_after_demand(agreement: Agreement) -> bool:
    """Demanded, the deadline passed, and nothing made good since."""
    deadline = agreement.demand_deadline_on
    standing = agreement.status in (AgreementStatus.DEMAND_SERVED, AgreementStatus.USE_STOPPED)
    return standing and deadline is not None and clock.today() > deadline


def _is_right_lost(agreement: Agreement) -> bool:
    return any(patent.is_ended for patent in agreement.patents)


def _always(_agreement: Agreement) -> bool:
    return True


RULES: dict[Ground, GroundRule] = {
    Ground.AGREEMENT: GroundRule(
        "经双方协商一致",
        "by agreement of both sides",
        "民法典第五百六十二条第一款",
        frozenset(Side),
        _always,
        "",
    ),
    Ground.UNPAID_AFTER_DEMAND: GroundRule(
        "被许可人迟延支付许可使用费，经催告后在合理期限内仍未支付",
        "because the fee stayed unpaid within a reasonable time after a demand",
        "民法典第五百六十三条第一款第三项",
        frozenset({Side.LICENSOR}),
        _is_unpaid_after_demand,
        N_(
            "Serve a demand with a deadline first; once it has passed unpaid, this ground is given."
        ),
    ),
    Ground.BREACH: GroundRule(
        "对方有其他违约行为，致使不能实现合同目的",
        "because another breach of the other side defeats the purpose of the contract",
        "民法典第五百六十三条第一款第四项",
        frozenset(Side),
        _always,
        "",
    ),
    Ground.FORCE_MAJEURE: GroundRule(
        "因不可抗力致使不能实现合同目的",
        "because force majeure defeats the purpose of the contract",
        "民法典第五百六十三条第一款第一项",
        frozenset(Side),
        _always,
        "",
    ),
    Ground.RIGHT_LOST: GroundRule(
        "所列专利权已经终止或者被宣告无效，合同目的不能实现",
        "because the patent has ended or was declared invalid, so that the purpose is defeated",
        "民法典第八百六十五条、专利法第四十七条",
        frozenset(Side),
        _is_right_lost,
        N_("The register shows the patents in force. Enter their legal status first."),
    ),
}


def require_ground(agreement: Agreement, ground: Ground, side: Side) -> None:
    """Refuse a notice whose ground is not given on this day, saying what would give it."""
    rule = RULES[ground]
    if side not in rule.sides:
        raise Refused(
            "ground_of_the_other_side",
            N_(
                "This ground is the other side's. Choose another, or end the contract by agreement."
            ),
            field="ground",
        )
    if not rule.is_given(agreement):
        raise Refused("ground_not_given", rule.refusal, field="ground")
