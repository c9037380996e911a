"""Terms in the words of the office's forms, in Chinese, from the record and nothing else."""

from collections.abc import Iterator

from marketplace.terms.clauses import clauses
from marketplace.terms.cost import is_free
from marketplace.terms.record import Terms
from marketplace.terms.summary import summary
from marketplace.terms.wording import acts_zh, day_zh, months_zh

_FEE_CLAUSES = frozenset(
    {"fee_mode", "entry_fee", "lump_sum", "instalments", "royalty", "free_window", "deferral"}
)


def payment_way(terms: Terms) -> str:
    """支付方式 as the statute names it; nothing payable is written as 无偿 (LAW 12.10)."""
    if is_free(terms):
        return "无偿"
    return "＋".join(_ways(terms)) or "其他"


def _ways(terms: Terms) -> Iterator[str]:
    if terms.transfer is not None:
        yield "转让价款" if terms.transfer.price_fen else "作价入股"
        return
    if terms.entry_fee and terms.royalty:
        yield "入门费附加提成"
    elif terms.royalty:
        yield "提成支付"
    elif terms.entry_fee:
        yield "入门费"
    if terms.lump_sum:
        yield "一次总付"
    if terms.instalments:
        yield "一次总算、分期支付"
    if terms.trial is not None:
        yield "先用后转"


def standard(terms: Terms) -> str:
    """支付标准 in one line, figures from the record."""
    return summary(terms, "zh_CN")


def fee_clauses(terms: Terms) -> str:
    """The clauses on money in full."""
    texts = (clause.text for clause in clauses(terms, "zh") if clause.path in _FEE_CLAUSES)
    return "\n".join(texts)


def period(terms: Terms) -> str | None:
    """许可期限 as agreed; None where the route has none."""
    span = terms.period
    if span is None:
        return None
    if span.months:
        return f"自合同生效之日起{months_zh(span.months)}"
    if span.end_on:
        return f"自合同生效之日起至{day_zh(span.end_on)}"
    return "至专利权期限届满"


def acts(terms: Terms) -> str:
    return acts_zh(terms.scope.acts)


def territory(terms: Terms) -> str:
    return terms.scope.territory or "中国境内"
