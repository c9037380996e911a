"""What the law asks, as tables for people: read from the one table of each rule, nothing retyped."""

import re
from typing import Any, NamedTuple

from marketplace.config import current_settings
from marketplace.errors import N_
from marketplace.patents.enums import PatentKind
from marketplace.patents.law import BARS
from marketplace.patents.life import YEARS
from marketplace.terms.ceilings import CEILINGS
from marketplace.terms.enums import Route, Severity
from marketplace.terms.period_law import PERIODS
from marketplace.terms.route_rules import Basis, EffectKey
from marketplace.terms.routes import ROUTES

BASES = {
    Basis.ANNOUNCED_DECLARATION: N_("A declaration announced by the office for every patent"),
    Basis.STANDING_OFFER_OR_NEGOTIATION: N_("The patentee's signed standing offer, or negotiation"),
    Basis.PUBLISHED_TEXT: N_("A published text and version"),
    Basis.NEGOTIATION: N_("Negotiation"),
}
EFFECTS = {
    EffectKey.NOTICE_AND_PAYMENT: N_("Arrival of the notice and payment as announced"),
    EffectKey.AS_AGREED: N_("As the contract says"),
    EffectKey.BY_TEXT: N_("As the published text says"),
    EffectKey.AS_AGREED_AND_REGISTERED: N_("As the contract and the register say"),
}
_STATUTES = {
    "促进科技成果转化法": "Law on Promoting the Conversion of Scientific Achievements, Article ",
    "技术进出口管理条例": "Technology Import and Export Regulations, Article ",
    "技术合同认定登记管理办法": "Measures for the Registration of Technology Contracts ",
    "国知发运字〔2024〕5号": "CNIPA Notice [2024] No. 5 ",
    "局令62号": "CNIPA Order No. 62, Article ",
    "实施细则": "Implementing Regulations, Rule ",
    "细则": "Implementing Regulations, Rule ",
    "审查指南": "Examination Guidelines ",
    "专利法": "Patent Law, Article ",
    "民法典": "Civil Code, Article ",
}


class BarRow(NamedTuple):
    """One of the nine bars; ``max_age_days`` None where what was found never grows old."""

    title: str
    article: str
    evidence: str
    unblock: str
    max_age_days: int | None


def tables() -> dict[str, Any]:
    """Bars, ceilings, period and routes, each in the order of the law."""
    age = current_settings().bar_max_age_days
    return {
        "bars": [
            BarRow(law.title, law.article, law.evidence, law.unblock, None if law.ageless else age)
            for law in BARS.values()
        ],
        "ceilings": [(each, each.severity is Severity.BLOCK) for each in CEILINGS],
        "periods": PERIODS,
        "lives": [(kind, YEARS[kind]) for kind in PatentKind],
        "routes": [(route, ROUTES[route]) for route in Route],
        "bases": BASES,
        "effects": EFFECTS,
        "max_age_days": age,
    }


def article_name(article: str, language: str) -> str:
    """An article as it is cited in the reader's language."""
    if language.startswith("zh"):
        return article
    article = article.replace("第五部分第十一章", "5-11-")
    for chinese, english in _STATUTES.items():
        article = re.sub(rf"{chinese} ?(?=\d)", english, article)
        article = article.replace(chinese, english.partition(",")[0])
    article = article.replace("；", "; ").replace("、", ", ")
    return re.sub(r"(\d)-(\d+)-\s*(\d)", r"Part \1, Chapter \2, \3", article).strip()
