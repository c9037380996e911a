"""The papers' own texts. Chinese is what is filed; English is for reading.

A changed text gets a new version; what was signed keeps its own words and names the version.
"""

import hashlib
from typing import Final

from marketplace.declarations.material_models import Act
from marketplace.declarations.models import Declaration
from marketplace.terms import office_words
from marketplace.terms.clauses import clauses

VERSION: Final = "2026-11"

COMMITMENT_ZH: Final = (
    "专利权人{organization}就专利号{number}“{title}”作如下承诺：\n"
    "一、本专利已公告授予专利权，本声明符合专利法第五十条和专利法实施细则第八十五条的规定。\n"
    "二、不存在专利法实施细则第八十六条所列不得实行开放许可的情形。\n"
    "三、声明内容及所附材料真实、准确、清楚，未隐瞒事实，不含商业性宣传用语。\n"
    "四、开放许可期间出现不得实行开放许可的情形时，及时提出撤回请求并告知被许可人。\n"
    "声明条款记录 SHA-256：{terms_sha256}"
)
COMMITMENT_EN: Final = (
    "The patentee {organization} promises for patent {number}: (1) the patent is granted and the "
    "declaration meets Article 50 of the Patent Law and Rule 85; (2) none of the circumstances of "
    "Rule 86 is present; (3) the declaration and its papers are true, accurate and clear, hide "
    "nothing and hold no promotional wording; (4) should such a circumstance arise, the patentee "
    "withdraws at once and tells the licensees."
)
_CONSENT_ZH: Final = (
    "本人（本单位）{name}系专利号{number}“{title}”的共有专利权人。\n"
    "本人（本单位）同意由{organization}作为代表人，就该专利向国家知识产权局提出专利开放许可声明。声明内容如下：\n"
    "许可使用费支付方式：{payment_way}\n"
    "许可使用费支付标准：{standard}\n"
    "许可期限：{period}\n"
    "条款全文：\n{clauses}\n"
    "声明条款记录 SHA-256：{terms_sha256}"
)
_WITHDRAWAL_ZH: Final = (
    "本人（本单位）{name}系专利号{number}“{title}”的共有专利权人。\n"
    "本人（本单位）同意由{organization}作为代表人，向国家知识产权局请求撤回该专利的开放许可声明"
    "（编号{declaration_number}），撤回不附加任何条件。撤回理由：{reason}\n"
    "本人（本单位）知悉：撤回自国家知识产权局公告之日起生效，在此之前给予的开放许可不受影响。"
)
_TEXTS: Final = {Act.DECLARE: _CONSENT_ZH, Act.WITHDRAW: _WITHDRAWAL_ZH}


def commitment(declaration: Declaration, language: str = "zh") -> str:
    """The promise of the patentee; the Chinese text is the one that is signed."""
    text = COMMITMENT_ZH if language == "zh" else COMMITMENT_EN
    return text.format(
        organization=declaration.organization.name,
        number=declaration.patent.certificate_number,
        title=declaration.patent.title,
        terms_sha256=declaration.terms_sha256,
    )


def consent(declaration: Declaration, name: str, act: Act) -> str:
    """What a co-owner is asked to state, with the very terms or the reason of the withdrawal."""
    terms = declaration.record
    return _TEXTS[act].format(
        name=name,
        number=declaration.patent.certificate_number,
        title=declaration.patent.title,
        organization=declaration.organization.name,
        payment_way=office_words.payment_way(terms),
        standard=office_words.standard(terms),
        period=office_words.period(terms) or "—",
        clauses="\n".join(f"{each.number}. {each.heading}：{each.text}" for each in clauses(terms)),
        terms_sha256=declaration.terms_sha256,
        declaration_number=declaration.number or "—",
        reason=declaration.withdrawal_reason,
    )


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
