"""Clauses on what is licensed, for how long, and from when."""

from collections.abc import Iterator
from typing import Final

from marketplace.terms.clause import Draft
from marketplace.terms.enums import EffectRule
from marketplace.terms.parts import Effect
from marketplace.terms.record import Terms
from marketplace.terms.route_rules import EffectKey
from marketplace.terms.routes import ROUTES
from marketplace.terms.wording import (
    acts_en,
    acts_zh,
    day_en,
    day_zh,
    months_en,
    months_zh,
)

_EFFECT: Final[dict[EffectKey, tuple[str, str]]] = {
    EffectKey.NOTICE_AND_PAYMENT: (
        "本许可自被许可人的书面通知送达许可人，且按公告的方式、标准支付许可使用费之日起生效，以较晚者为准；"
        "公告的支付方式在通知送达时尚无应付款项的，自通知送达之日起生效。",
        "This license takes effect when the licensee's written notice has arrived and the fee has "
        "been paid as announced, whichever is later; where nothing is payable yet under the "
        "announced method, when the notice arrives.",
    ),
    EffectKey.BY_TEXT: (
        "本许可依许可人发布的专利开源文本的约定生效，无需另行签署。",
        "This license takes effect as the published text says; no signature is needed.",
    ),
}
_AS_AGREED: Final[dict[EffectRule, tuple[str, str]]] = {
    EffectRule.CONCLUSION: (
        "本合同自双方签署、合同成立之日起生效。",
        "This contract takes effect on the day on which both sides have signed it.",
    ),
    EffectRule.PAYMENT: (
        "本合同自成立后，被许可人付清本合同约定的随生效支付的款项之日起生效。",
        "This contract takes effect once concluded, on the day on which the amounts due with "
        "effect are paid in full.",
    ),
}
_TRANSFER_EFFECT: Final = (
    "专利权的转让自国务院专利行政部门登记之日起生效。",
    "The assignment of the patent takes effect on its registration by the patent office.",
)


def scope_drafts(terms: Terms) -> Iterator[Draft]:
    """Object, scope, period, effect, in this order."""
    rules = ROUTES[terms.route]
    if rules.needs_period:
        yield _scope(terms)
        yield _period(terms)
    else:
        yield _sale(terms)
    if terms.bundle:
        yield _bundle(terms)
    yield _effect(terms)


def _scope(terms: Terms) -> Draft:
    rules, scope = ROUTES[terms.route], terms.scope
    territory = scope.territory or "中华人民共和国境内"
    field = f"，限于{scope.field}领域" if scope.field else "，不限实施领域"
    product = f"，限于{scope.product}" if scope.product else ""
    limits = [f"field: {scope.field}" if scope.field else "any field"]
    limits += [f"product: {scope.product}"] if scope.product else []
    return Draft(
        "scope",
        "scope",
        ("许可方式和范围", "Kind and scope"),
        f"许可人以{rules.name_zh}方式许可被许可人实施标的专利，实施行为为{acts_zh(scope.acts)}，"
        f"许可地域为{territory}{field}{product}。本许可为非独占许可，被许可人不得许可合同以外的第三人实施。",
        f"The licensor grants the licensee {rules.name_en}, to {acts_en(scope.acts)}, in "
        f"{scope.territory or 'the territory of China'}; {'; '.join(limits)}. The license is not "
        "exclusive, and the licensee may not sublicense.",
    )


def _sale(terms: Terms) -> Draft:
    return Draft(
        "object",
        "transfer",
        ("转让标的", "Object"),
        "专利权人将标的专利的专利权全部转让给受让人。转让不影响转让前已经成立的专利实施许可合同的效力。",
        "The patentee assigns the whole patent right to the assignee. Licenses concluded before "
        "the assignment stay in force.",
    )


def _period(terms: Terms) -> Draft:
    period = terms.period
    if period and period.end_on:
        zh, en = (
            f"自生效之日起至{day_zh(period.end_on)}止",
            f"from effect through {day_en(period.end_on)}",
        )
    elif period and period.months:
        zh = (
            f"{months_zh(period.months)}，自生效之日的次日起算，至届满月与生效日相同之日止"
            "（届满月无该日的，至该月最后一日止）"
        )
        en = (
            f"{months_en(period.months)}, counted from the day after effect and ending on the "
            "anniversary (on the last day of a month that has no such day)"
        )
    else:
        zh, en = (
            "自生效之日起至专利权有效期届满之日止",
            "from effect to the end of the patent's life",
        )
    expires = terms.signing and terms.signing.patent_expires_on
    known_zh = f"（签署时确认的专利权有效期最后一日为{day_zh(expires)}）" if expires else ""
    known_en = f" ({day_en(expires)} as known at signing)" if expires else ""
    return Draft(
        "period",
        "period",
        ("许可期限", "Period"),
        f"许可期限为：{zh}。许可期限不超过专利权有效期{known_zh}；专利权有效期先行届满的，许可期限同日届满。",
        f"License period: {en}. It never exceeds the patent's life{known_en}: if that ends first, "
        "the license ends with it.",
    )


def _bundle(terms: Terms) -> Draft:
    numbers = terms.bundle.patents if terms.bundle else ()
    return Draft(
        "bundle",
        "bundle",
        ("组合许可", "Bundle"),
        f"本合同的标的为下列{len(numbers)}件专利：{'、'.join(numbers)}。约定的价款为全部专利的总价，不因其中单件另行计价。",
        f"This contract covers {len(numbers)} patents: {', '.join(numbers)}. The fees stated are "
        "for all of them together.",
    )


def _effect(terms: Terms) -> Draft:
    rules, effect = ROUTES[terms.route], terms.effect or Effect()
    if rules.effect in _EFFECT:
        zh, en = _EFFECT[rules.effect]
    elif effect.on:
        zh = f"本合同成立后，自{day_zh(effect.on)}起生效；该日早于成立日的，自成立之日起生效。"
        en = f"This contract takes effect on {day_en(effect.on)}, and never before it is concluded."
    else:
        zh, en = _AS_AGREED[effect.rule]
    if rules.effect is EffectKey.AS_AGREED_AND_REGISTERED:
        zh, en = zh + _TRANSFER_EFFECT[0], f"{en} {_TRANSFER_EFFECT[1]}"
    return Draft("effect", "effect", ("生效", "Effect"), zh, en)
