"""技术合同认定登记 and feedback of transaction data 交易信息反馈."""

from marketplace.documents.sheets.fields import Basis, Field, Group, Table
from marketplace.registration.tables import parts

_NEW = Basis.NEW_FORM
_FEEDBACK = "国知发运字〔2024〕5号"


def _trader(side: str, zh: str, en: str) -> Group:
    return Group(
        zh,
        en,
        (
            Field(f"{side}_name", f"{zh}名称", f"{en}: name", f"{side}.name", basis=_NEW),
            Field(f"{side}_code", f"{zh}统一社会信用代码", f"{en}: code", f"{side}.code",
                  basis=_NEW),
            Field(f"{side}_kind", f"{zh}性质", f"{en}: nature", f"{side}.kind", basis=_NEW),
            Field(f"{side}_country", f"{zh}国别", f"{en}: country", f"{side}.country", basis=_NEW),
            Field(f"{side}_region", f"{zh}所在地区（GB/T 2260）", f"{en}: region",
                  f"{side}.region", basis=_NEW, entered=True),
            Field(f"{side}_representative", f"{zh}法定代表人", f"{en}: legal representative",
                  f"{side}.representative", basis=_NEW, required=False, entered=True),
            Field(f"{side}_phone", f"{zh}联系电话", f"{en}: phone", f"{side}.contact_phone",
                  basis=_NEW, required=False, entered=True),
        ),
    )  # fmt: skip


def _basics(*first: Field) -> Group:
    return Group(
        "合同基本信息",
        "Contract",
        (
            *first,
            Field("project_name", "项目名称", "Project", "agreement.title", basis=_NEW,
                  entered=True),
            Field("contract_type", "合同类型", "Type of contract", "agreement.contract_type",
                  basis=_NEW, article="民法典 862、863"),
            Field("concluded_on", "合同签订日", "Concluded on", "agreement.concluded_on",
                  basis=_NEW),
            Field("effective_on", "合同有效期自", "In effect from", "agreement.effective_on",
                  basis=_NEW),
            Field("last_day", "合同有效期至", "Last day", "agreement.last_day", basis=_NEW,
                  required=False),
            Field("patent_number", "知识产权：专利号", "Patent number",
                  "patents[].certificate_number", basis=_NEW),
        ),
    )  # fmt: skip


_CLASSES = Group(
    "分类",
    "Classes",
    (
        Field("technology_field", "技术领域", "Technology field", "agreement.technology_field",
              basis=_NEW, entered=True),
        Field("project_source", "项目来源（计划类别）", "Source of the project", basis=_NEW,
              entered=True),
        Field("socioeconomic_aim", "社会经济目标", "Socio-economic aim", basis=_NEW,
              entered=True),
        Field("industry", "服务的国民经济行业（GB/T 4754）", "Industry served",
              "agreement.industry", basis=_NEW, entered=True),
        Field("related_party", "是否关联交易", "Related parties", basis=_NEW, entered=True),
    ),
)  # fmt: skip
_AMOUNTS = Group(
    "金额",
    "Amounts",
    (
        Field("amount", "合同成交额", "Contract amount", "fee.fixed_total", basis=_NEW),
        Field("technology_amount", "技术交易额", "Technology amount", "fee.fixed_total",
              basis=_NEW),
        Field("payment_way", "支付方式", "Way of payment", "terms.payment_way", basis=_NEW),
        Field("standard", "支付标准", "Standard of payment", "terms.standard", basis=_NEW),
    ),
)  # fmt: skip


def _contract(*first: Field) -> Table:
    return Table(
        title=("技术合同认定登记 填报对照稿", "Technology contract registration: copy sheet"),
        office=("卖方所在地技术合同登记机构", "Registry at the seller's place"),
        groups=(
            _basics(*first),
            _trader("licensor", "卖方", "Seller"),
            _trader("licensee", "买方", "Buyer"),
            _CLASSES,
            _AMOUNTS,
        ),
        notices=(
            (
                "本对照稿按旧登记表整理；2026年《技术合同认定登记管理办法》附件的栏目尚未核对，"
                "以登记系统为准。",
                "This sheet follows the old form; the annex of 2026 has not been checked yet.",
            ),
            (
                "由卖方在所在地登记一次；合同登记编号由登记机构给出。",
                "The seller registers once at its own place; the registry gives the number.",
            ),
        ),
    )


OPEN = _contract(
    Field("recordal_number", "专利实施许可合同备案号", "Recordal number",
          "agreement.recordal_number", article="福建省2024年4月2日方案：备案后登记", basis=_NEW),
)  # fmt: skip
CONTRACT = _contract()

FEEDBACK = Table(
    title=("专利交易信息反馈 填报对照稿", "Feedback of transaction data: copy sheet"),
    office=("国家专利导航综合服务平台", "National patent navigation platform"),
    groups=(
        parts.patents(_FEEDBACK),
        parts.party("licensor", "许可人（转让人）", "Licensor", basis=Basis.RECALLED),
        parts.party("licensee", "被许可人（受让人）", "Licensee", basis=Basis.RECALLED),
        Group(
            "交易信息",
            "Transaction",
            (
                Field("license_type", "交易方式", "Kind of transaction", "agreement.type",
                      article=_FEEDBACK),
                Field("concluded_on", "合同签订日", "Concluded on", "agreement.concluded_on",
                      basis=Basis.RECALLED),
                Field("effective_on", "合同生效日", "In effect from", "agreement.effective_on",
                      basis=Basis.RECALLED),
                Field("last_day", "许可期限届满日", "Last day", "agreement.last_day",
                      basis=Basis.RECALLED, required=False),
                *parts.fee(),
                Field("industry", "实施行业（GB/T 4754）", "Industry", "agreement.industry",
                      basis=Basis.RECALLED, required=False, entered=True),
                Field("recordal_number", "备案号", "Recordal number",
                      "agreement.recordal_number", basis=Basis.RECALLED, required=False),
            ),
        ),
    ),
    notices=(
        (
            "反馈平台的栏目未经核对，以平台页面为准；取得的回执请上传。",
            "The platform's fields have not been checked; upload the receipt that it gives.",
        ),
    ),
    gives_number=False,
)  # fmt: skip
