"""Sections that several forms share."""

from marketplace.documents.sheets.common import IDENTITY_LATER
from marketplace.documents.sheets.fields import Basis, Field, Group

RECALLED = Basis.RECALLED
O62_9 = "局令62号第9条"


_COUNT = Field("patent_count", "专利项数", "Number of patents", "agreement.patent_count",
               article=O62_9)  # fmt: skip


def patents(article: str = O62_9) -> Group:
    """The patents, each value in the order of the contract; their number where 局令62号 9 rules.
    Without an article as the form is recalled."""
    held = Basis.CONFIRMED if article else RECALLED
    return Group(
        "专利信息",
        "Patents",
        (
            *((_COUNT,) if article == O62_9 else ()),
            Field("patent_number", "专利号", "Patent number", "patents[].certificate_number",
                  article=article, basis=held),
            Field("patent_title", "发明创造名称", "Title", "patents[].title", article=article,
                  basis=held),
            Field("patent_kind", "专利类型", "Kind", "patents[].kind", basis=RECALLED),
            Field("filing_on", "申请日", "Filing day", "patents[].filing_on", article=article,
                  basis=held),
            Field("granted_on", "授权公告日", "Grant announced on", "patents[].granted_on",
                  article=article, basis=held),
            Field("patentees", "专利权人", "Patentees", "patents[].patentees", basis=RECALLED),
        ),
    )  # fmt: skip


def party(side: str, zh: str, en: str, *, article: str = "", basis: Basis = RECALLED) -> Group:
    """One party: name and address are the contract's minimum, the rest the form's."""
    held = Basis.CONFIRMED if article else basis
    return Group(
        zh,
        en,
        (
            Field(f"{side}_name", f"{zh}名称", f"{en}: name", f"{side}.name",
                  article=article, basis=held),
            Field(f"{side}_code", f"{zh}统一社会信用代码或证件号码", f"{en}: code",
                  f"{side}.code", basis=basis),
            Field(f"{side}_address", f"{zh}地址", f"{en}: address", f"{side}.address",
                  article=article, basis=held, entered=True),
            Field(f"{side}_contact", f"{zh}联系人", f"{en}: contact", f"{side}.contact_name",
                  basis=basis, required=False, entered=True),
            Field(f"{side}_phone", f"{zh}联系电话", f"{en}: phone", f"{side}.contact_phone",
                  basis=basis, required=False, entered=True),
        ),
    )  # fmt: skip


def requester(article: str = "") -> Group:
    """Who files, and the person who carries it in; without an article as the form is recalled."""
    held = Basis.CONFIRMED if article else RECALLED
    return Group(
        "请求人与经办人",
        "Requester and handler",
        (
            Field("filer_name", "请求人", "Requester", "requester.name", article=article,
                  basis=held),
            Field("agency_name", "专利代理机构", "Patent agency", "agency.name",
                  basis=RECALLED, required=False),
            Field("handler_name", "经办人姓名", "Handler", "filer.contact_name", entered=True,
                  article=article, basis=held, note=IDENTITY_LATER),
            Field("handler_phone", "经办人电话", "Handler: phone", "filer.contact_phone",
                  entered=True, basis=RECALLED),
        ),
    )  # fmt: skip


def fee(basis: Basis = RECALLED, *, required: bool = True) -> tuple[Field, ...]:
    """The fee; its figures come from the signed terms and their obligations alone."""
    return (
        Field("currency", "许可使用费币种", "Currency", "fee.currency_name", basis=basis),
        Field("amount", "许可使用费金额（固定部分合计）", "Fixed fees in all", "fee.fixed_total",
              basis=basis, required=required),
        Field("payment_way", "许可使用费支付方式", "Way of payment", "terms.payment_way",
              basis=basis),
        Field("standard", "许可使用费支付标准", "Standard of payment", "terms.standard",
              basis=basis),
    )  # fmt: skip
