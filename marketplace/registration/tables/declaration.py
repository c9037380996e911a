"""专利开放许可声明 and its withdrawal (实施细则 85(2); 审查指南 5-11-3.3, 5-11-4; LAW 1.11, 1.16, 12.6)."""

from marketplace.registration.tables.fields import Field, Group, Table
from marketplace.registration.tables.parts import AGENCY_PAPERS, IDENTITY_LATER
from marketplace.registration.tables.recordal import OFFICE

_IR85 = "实施细则 85(2)"
_EG33 = "审查指南 5-11-3.3"
_EG4 = "审查指南 5-11-4"

_HANDLER = Field(
    "handler_name", "经办人姓名", "Handler", "filer.contact_name", required=False, entered=True,
    note=IDENTITY_LATER,
)  # fmt: skip

DECLARATION = Table(
    title=("专利开放许可声明 填报对照稿", "Open license declaration: copy sheet"),
    office=OFFICE,
    groups=(
        Group(
            "专利",
            "Patent",
            (
                Field("patent_number", "专利号", "Patent number", "patents[].certificate_number",
                      article=_IR85),
                Field("patentees", "专利权人姓名或者名称", "Patentees", "patents[].patentees",
                      article=_IR85),
                Field("patent_title", "发明创造名称", "Title", "patents[].title",
                      article="审查指南 5-11-5"),
            ),
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
                _HANDLER,
            ),
        ),
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
