"""Legal texts of the room, in both languages; the Chinese one counts, the English is for reading.

A changed text gets a new version; stored consents and statements name the version they mean.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LegalText:
    version: str
    title_zh: str
    title_en: str
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def title(self, locale: str) -> str:
        return self.title_zh if locale.startswith("zh") else self.title_en

    def paragraphs(self, locale: str, **params: str) -> list[str]:
        """The paragraphs in a language, with ``{name}`` places filled."""
        texts = self.zh if locale.startswith("zh") else self.en
        return [text.format(**params) for text in texts]


PROCESSING_RULES = LegalText(
    version="2026-11",
    title_zh="个人信息处理规则",
    title_en="Rules on personal information",
    zh=(
        "处理者：{operator}。联系方式：{contact}。",
        "处理的信息：姓名、电子邮箱、登录记录、在本平台的操作记录；作为签署人或经办人时，"
        "另含所声明的代表权限。自然人收款时，另含收款账号（敏感个人信息，须单独同意）。",
        "目的与依据：识别账户、订立和履行许可合同、办理备案与登记、保存交易证据"
        "（《个人信息保护法》第十三条；《电子商务法》第三十一条）。不用于营销，不作个性化推荐。",
        "对外提供：仅向合同相对方提供订立和履行合同所必需的信息；由当事人自行或委托专利代理机构"
        "向国家知识产权局等部门办理手续。其他提供须另行取得单独同意。",
        "保存期限：交易信息自交易完成之日起不少于三年；审计记录长期保存。账户注销后，"
        "法律未要求保存的信息予以删除或者匿名化。",
        "您的权利：可在“我的账户”查阅、更正；可向上述联系方式提出复制、删除、撤回同意、投诉。"
        "撤回同意不影响撤回前处理的效力。",
    ),
    en=(
        "Handler: {operator}. Contact: {contact}.",
        "What is processed: name, email address, sign-in records, records of what you do here; for "
        "signatories and handlers also the authority they state. For a natural person who is paid, "
        "also the account number (sensitive; needs separate consent).",
        "Why: to know the account, to conclude and perform license agreements, to prepare recordal "
        "and registration, to keep evidence of transactions (Personal Information Protection Law, "
        "Article 13; E-Commerce Law, Article 31). No marketing, no profiling.",
        "To whom: only to the other party, and only what the agreement needs; filings are made by "
        "the party or its patent agency. Anything else asks for separate consent.",
        "How long: transaction records at least three years after completion; audit records are "
        "kept. After an account is closed, what the law does not ask to keep is deleted or made "
        "anonymous.",
        "Your rights: see and correct your data under My account; ask at the contact above for a "
        "copy, deletion, withdrawal of consent, or complain. Withdrawal does not undo what was "
        "done before.",
    ),
)

PAYEE_CONSENT = LegalText(
    version="2026-11",
    title_zh="敏感个人信息单独同意",
    title_en="Separate consent to sensitive information",
    zh=(
        "我同意平台为收取许可使用费处理我的收款账号，并仅向应向我付款的合同相对方出示"
        "（《个人信息保护法》第二十九条）。",
    ),
    en=(
        "I agree that my account number is processed for receiving license fees and shown only to "
        "parties who owe me a payment (Personal Information Protection Law, Article 29).",
    ),
)

AUTHORITY_STATEMENT = LegalText(
    version="2026-11",
    title_zh="代表权限声明",
    title_en="Statement of authority to bind",
    zh=(
        "本人{person}声明：本人为{organization}的法定代表人、负责人或者经其授权的签署人，"
        "有权代表{organization}在本平台发出通知、签署专利实施许可合同及相关文件。",
        "授权撤销或者变更的，本人将立即在本平台更新。本人知悉，以本人账户并经再次验证密码作出的"
        "签署，视为双方约定的可靠电子签名（《电子签名法》第十三条第二款）。",
    ),
    en=(
        "I, {person}, state that I am the legal representative or head of {organization}, or a "
        "signatory authorized by it, and may give notices and sign patent license agreements and "
        "related documents here on behalf of {organization}.",
        "If the authority is withdrawn or changed, I will update it here at once. I know that what "
        "I sign with my account after entering my password again counts as a reliable electronic "
        "signature under agreed conditions (Electronic Signature Law, Article 13, second "
        "paragraph).",
    ),
)
