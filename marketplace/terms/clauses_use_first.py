"""Clauses on a license that is used before it is paid for: trial, free time, pay later."""

from collections.abc import Iterator
from typing import Final

from marketplace.terms.clause import Draft
from marketplace.terms.enums import Afterwards, Conversion, DeferralKind, RoyaltyStart
from marketplace.terms.parts import Deferral, FreeWindow, Trial
from marketplace.terms.record import Terms
from marketplace.terms.wording import amount_zh, day_en, day_zh, months_en, months_zh, yuan

_KINDS: Final[dict[DeferralKind, tuple[str, str]]] = {
    DeferralKind.DEFERRED: ("延期支付", "deferred payment"),
    DeferralKind.STAGED: ("阶段性支付", "staged payment"),
    DeferralKind.CONDITIONAL: ("附条件支付", "conditional payment"),
    DeferralKind.REVENUE_SHARE: ("收益提成", "revenue share"),
}


def use_first_drafts(terms: Terms) -> Iterator[Draft]:
    """Trial, free window and deferral, in the order in which they pass."""
    if terms.trial:
        yield from _trial(terms.trial)
    if terms.free_window:
        yield _free_window(terms.free_window)
    if terms.deferral:
        yield from _deferral(terms.deferral)


def _trial(trial: Trial) -> Iterator[Draft]:
    criteria_zh = f"评价标准为：{trial.criteria}。" if trial.criteria else ""
    criteria_en = f" Criteria: {trial.criteria}." if trial.criteria else ""
    licensed = trial.conversion is Conversion.LICENSE
    until_zh = "付费许可的期限至本合同许可期限届满之日止。" if licensed else ""
    until_en = " The paid license ends with the period of this contract." if licensed else ""
    yield Draft(
        "trial",
        "trial",
        ("先用后转", "Trial"),
        f"自生效之日起{months_zh(trial.months)}为免费试用期，试用期内被许可人无需支付许可使用费。"
        f"试用期届满后{trial.evaluation_days}日内双方完成评价。{criteria_zh}"
        "被许可人书面确认转化的，双方据此另行订立合同，自该合同成立之日（转化日）起按下列约定执行；"
        f"不转化的，应当停止实施并退回技术资料。{until_zh}",
        f"The license is free for a trial of {months_en(trial.months)} from effect, evaluated within "
        f"{trial.evaluation_days} days of its end.{criteria_en} If the licensee confirms conversion "
        "in writing, the parties conclude a contract of its own and what follows holds from that day "
        f"(conversion); otherwise use stops and all materials go back.{until_en}",
    )
    if not licensed:
        zh, en = {
            Conversion.ASSIGNMENT: ("专利权转让", "an assignment of the patent"),
            Conversion.EQUITY: ("作价入股", "a contribution for shares"),
        }[trial.conversion]
        if trial.price_fen:
            cost_zh = f"价款为{amount_zh(trial.price_fen)}，于转化日起{trial.due_days}日内付清"
            cost_en = f"for {yuan(trial.price_fen)}, payable within {trial.due_days} days"
        else:
            cost_zh, cost_en = (
                f"价款或者股权按下列办法确定：{trial.formula}",
                f"by: {trial.formula}",
            )
        yield Draft(
            "conversion",
            "trial.conversion",
            ("转化", "Conversion"),
            f"转化方式为{zh}；{cost_zh}。",
            f"Conversion is {en} {cost_en}.",
        )


def _free_window(window: FreeWindow) -> Draft:
    if window.through:
        zh, en = (
            f"生效之日起至{day_zh(window.through)}（含当日）",
            f"Through {day_en(window.through)}",
        )
    else:
        months = window.months or 0
        zh, en = f"自生效之日起{months_zh(months)}内", f"For {months_en(months)} from effect"
    ends = window.afterwards is Afterwards.ENDS
    after_zh = "免费期届满，许可终止。" if ends else "免费期届满后，按下列约定支付许可使用费。"
    after_en = (
        "The license ends with this time." if ends else "Afterwards the fees below are payable."
    )
    return Draft(
        "free_window",
        "free_window",
        ("限期免费", "Free time"),
        f"{zh}为免费期，免费期内的实施无需支付许可使用费。{after_zh}",
        f"{en} the license is free, the last day included. {after_en}",
    )


def _deferral(deferral: Deferral) -> Iterator[Draft]:
    zh, en = _KINDS[deferral.kind]
    triggers = list(_triggers(deferral))
    first_zh = "，以先发生者为准" if len(triggers) > 1 else ""
    first_en = ", whichever is first" if len(triggers) > 1 else ""
    cap_zh = f"全部应付款项累计不超过{amount_zh(deferral.cap_fen)}。" if deferral.cap_fen else ""
    cap_en = (
        f" All payments together never exceed {yuan(deferral.cap_fen)}." if deferral.cap_fen else ""
    )
    yield Draft(
        "deferral",
        "deferral",
        ("先使用后付费", "Pay later"),
        f"被许可人先使用、后付费，付费方式为{zh}。付费触发条件为：{'；'.join(z for z, _ in triggers)}{first_zh}。"
        f"付费触发条件成就前，被许可人无需支付任何款项。{cap_zh}",
        f"Use comes first, as {en}. Trigger of payment: {' or '.join(e for _, e in triggers)}"
        f"{first_en}. Nothing is payable before.{cap_en}",
    )
    guarantee_zh = f"担保或者保险：{deferral.guarantee}。" if deferral.guarantee else ""
    guarantee_en = f" Guarantee or insurance: {deferral.guarantee}." if deferral.guarantee else ""
    yield Draft(
        "default",
        "deferral.grace_days",
        ("宽限与违约", "Grace and default"),
        f"款项到期后{deferral.grace_days}日为宽限期。宽限期届满仍未支付的，许可人可以书面催告；被许可人自催告送达之日起"
        f"{deferral.cure_days}日内仍未补缴的，许可人可以通知其停止实施，补缴后恢复。{guarantee_zh}",
        f"{deferral.grace_days} days of grace follow each due day. Then the licensor may demand payment; "
        f"if it is not made good within {deferral.cure_days} days of the demand, the licensor may have "
        f"use stopped until it is.{guarantee_en}",
        limits_liability=True,
    )


def _triggers(deferral: Deferral) -> Iterator[tuple[str, str]]:
    if deferral.months_after_effect:
        months = deferral.months_after_effect
        yield f"自生效之日起满{months_zh(months)}", f"{months_en(months)} after effect"
    if deferral.on_first_revenue:
        yield "被许可人因实施标的专利首次产生收入", "the licensee's first revenue from the patent"
    if deferral.milestone:
        yield f"节点“{deferral.milestone}”验收通过", f"acceptance of “{deferral.milestone}”"


def counted_from(terms: Terms) -> tuple[str, str]:
    """The day that payment days are counted from, in words."""
    if terms.deferral:
        return "付费触发条件成就之日", "the trigger of payment"
    if terms.free_window:
        return "免费期届满之日", "the last free day"
    if terms.trial:
        return "转化日", "conversion"
    return "生效之日", "effect"


def payable_on(terms: Terms) -> tuple[str, str]:
    """The day of payment where no days are granted, in words: never a free day."""
    if terms.free_window and not terms.deferral:
        return "免费期届满的次日", "on the day after the last free day"
    zh, en = counted_from(terms)
    return zh, f"with {en}"


def royalty_start(terms: Terms) -> tuple[str, str]:
    """From when sales count, in words."""
    deferral = terms.deferral
    if deferral and deferral.royalty_from is RoyaltyStart.EFFECT:
        return royalty_start(terms.model_copy(update={"deferral": None}))
    zh, en = counted_from(terms)
    zh, en = f"自{zh}的次日起算", f"from the day after {en}"
    if deferral and deferral.on_first_revenue:
        zh += "，但因首次产生收入而触发的，自该日起算"
        en += ", or from the day of first revenue where that is the trigger"
    return zh, en
