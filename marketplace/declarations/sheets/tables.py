"""The papers of a declaration in the office's own order (实施细则 85(2); 审查指南 5-11-3.2, 3.3, 4;
LAW 1.4, 1.11, 1.12, 1.16, 12.6). Form codes were not found, so none is printed."""

from marketplace.documents.sheets.common import AGENCY_PAPERS, IDENTITY_LATER, OFFICE
from marketplace.documents.sheets.fields import Field, Group, Table

_IR85 = "实施细则 85(2)"
_EG33 = "审查指南 5-11-3.3"
_EG4 = "审查指南 5-11-4"

_HANDLER = Field(
    "handler_name", "经办人姓名", "Handler", "filer.contact_name", required=False, entered=True,
    note=IDENTITY_LATER,
)  # fmt: skip

_AGENCY = Group(
    "专利代理机构",
    "Patent agency",
    (
        Field("agency_name", "专利代理机构名称", "Agency", "agency.name", required=False,
              article=_EG33),
        Field("agency_code", "机构代码", "Agency code", "agency.code", required=False),
        Field("agency_agent", "代理师姓名", "Patent attorney", "agency.agent", required=False),
        Field("agency_scope", "委托权限", "Scope of the mandate", "agency.scope", required=False),
    ),
)  # fmt: skip

_PATENT = (
    Field("patent_number", "专利号", "Patent number", "patents[].certificate_number",
          article=_IR85),
    Field("patentees", "专利权人姓名或者名称", "Patentees", "patents[].patentees", article=_IR85),
    Field("patent_title", "发明创造名称", "Title", "patents[].title", article="审查指南 5-11-5"),
)  # fmt: skip


def _co_owners(act: str) -> Group:
    return Group(
        "共有专利权人声明",
        "Co-owners' statements",
        (
            Field("co_owner_names", "共有专利权人", "Co-owners", f"co_owners.{act}[].name",
                  required=False, article="审查指南 5-11-3.2"),
            Field("co_owner_stances", "是否同意（依次）", "Agreed (in this order)",
                  f"co_owners.{act}[].stance", required=False),
            Field("co_owner_signers", "签署人（依次）", "Signed by (in this order)",
                  f"co_owners.{act}[].signer", required=False),
            Field("co_owner_days", "表示日期（依次）", "Stated on (in this order)",
                  f"co_owners.{act}[].stated_on", required=False),
        ),
    )  # fmt: skip


DECLARATION = Table(
    title=("专利开放许可声明 填报对照稿", "Open license declaration: copy sheet"),
    office=OFFICE,
    groups=(
        Group(
            "专利",
            "Patent",
            _PATENT,
        ),
        Group(
            "许可条件",
            "Conditions",
            (
                Field("payment_way", "许可使用费支付方式", "Way of payment", "terms.payment_way",
                      article=_IR85),
                Field("standard", "许可使用费支付标准", "Standard of payment", "terms.standard",
                      article=_IR85),
                Field("period", "许可期限", "License period", "terms.period", article=_IR85),
                Field("contact", "专利权人联系方式（将随声明公告）", "Contact (will be announced)",
                      "declaration.contact", article=_EG33),
                Field("commitment", "承诺", "Commitment", "declaration.commitment", article=_EG33),
                Field("other", "其他需要说明的事项", "Other matters", required=False, entered=True,
                      article=_EG33),
            ),
        ),
        Group(
            "简要说明与附件",
            "Statement and annexes",
            (
                Field("fee_statement", "许可使用费计算依据和方式的简要说明", "Fee statement",
                      "declaration.fee_statement", article=_EG33,
                      note=("一般不超过2000字", "Normally at most 2,000 characters")),
                Field("report_number", "专利权评价报告编号（实用新型、外观设计）",
                      "Evaluation report (utility model, design)",
                      "patents[].evaluation_report_number", required=False, article="专利法 50"),
                _HANDLER,
            ),
        ),
        _co_owners("declare"),
        _AGENCY,
    ),
    papers=(
        ("专利权人签字或者盖章", "Signature or seal of the patentee"),
        ("共有专利的，全体专利权人同意的书面声明", "Written consent of all co-owners"),
        ("实用新型、外观设计专利的专利权评价报告", "Evaluation report of a utility model or design"),
        *AGENCY_PAPERS,
    ),
    notices=(
        (
            "一份声明只填一个专利号；不得有商业性宣传用语；声明自公告之日起生效。",
            "One patent number each; no promotional wording; in effect from the announcement.",
        ),
    ),
    takes_agreement=False,
)  # fmt: skip

WITHDRAWAL = Table(
    title=("撤回专利开放许可声明请求 填报对照稿", "Withdrawal of a declaration: copy sheet"),
    office=OFFICE,
    groups=(
        Group(
            "撤回的声明",
            "Declaration withdrawn",
            (
                Field("patent_number", "专利号", "Patent number", "patents[].certificate_number",
                      article=_EG4),
                Field("declaration_number", "开放许可声明编号", "Declaration number",
                      "declaration.number", article="审查指南 5-11-5"),
                Field("patentees", "专利权人", "Patentees", "patents[].patentees", article=_EG4),
                Field("patent_title", "发明创造名称", "Title", "patents[].title",
                      article="审查指南 5-11-5"),
                Field("reason", "撤回理由", "Reason", "declaration.withdrawal_reason",
                      entered=True, article=_EG4),
                Field("reason_proof", "撤回理由的证明材料", "Proof of the reason",
                      "declaration.withdrawal_proof", required=False, article=_EG4),
                _HANDLER,
            ),
        ),
        _co_owners("withdraw"),
        _AGENCY,
    ),
    papers=(
        ("全体专利权人同意撤回的声明", "Statement of all patentees"),
        ("撤回理由的证明材料", "Proof of the reason"),
        *AGENCY_PAPERS,
    ),
    notices=(
        (
            "撤回不得附有条件，自公告之日起生效，不影响在先给予的许可；应当告知被许可人。",
            "Without conditions; in effect from its announcement; earlier licenses stand; tell "
            "licensees.",
        ),
    ),
    takes_agreement=False,
    gives_number=False,
)  # fmt: skip

STATEMENT = Table(
    title=("许可使用费计算依据和方式的简要说明", "Statement on basis and way of the license fee"),
    office=OFFICE,
    groups=(
        Group("专利", "Patent", _PATENT),
        Group(
            "简要说明",
            "Statement",
            (
                Field("fee_statement", "许可使用费计算依据和方式的简要说明", "Fee statement",
                      "declaration.fee_statement", article=_EG33,
                      note=("一般不超过2000字", "Normally at most 2,000 characters")),
                Field("payment_way", "许可使用费支付方式", "Way of payment", "terms.payment_way",
                      article=_IR85),
                Field("standard", "许可使用费支付标准", "Standard of payment", "terms.standard",
                      article=_IR85),
            ),
        ),
    ),
    papers=(("专利权人签字或者盖章", "Signature or seal of the patentee"),),
    takes_agreement=False,
)  # fmt: skip

CONSENT = Table(
    title=("共有专利权人同意声明", "Co-owners' consent"),
    office=OFFICE,
    groups=(
        Group("专利", "Patent", _PATENT),
        Group(
            "同意的声明内容",
            "What is agreed to",
            (
                Field("representative", "代表人（提出声明的专利权人）", "Representative",
                      "licensor.name", article=_EG33),
                Field("payment_way", "许可使用费支付方式", "Way of payment", "terms.payment_way",
                      article=_IR85),
                Field("standard", "许可使用费支付标准", "Standard of payment", "terms.standard",
                      article=_IR85),
                Field("period", "许可期限", "License period", "terms.period", article=_IR85),
                Field("clauses", "支付条款全文", "Payment clauses in full", "terms.clauses"),
                Field("agreement", "共有人之间的约定", "Agreement among co-owners",
                      "declaration.co_owner_agreement", required=False, article="专利法 14"),
            ),
        ),
        _co_owners("declare"),
    ),
    papers=(("各共有专利权人签字或者盖章", "Signature or seal of each co-owner"),),
    notices=(
        (
            "须全体共有专利权人同意；共有人之间另有约定的，从其约定并提交该约定。",
            "All co-owners agree; an agreement among them prevails and is submitted.",
        ),
    ),
    takes_agreement=False,
)  # fmt: skip
