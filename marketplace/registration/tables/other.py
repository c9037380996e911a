"""Assignment registration, product filing, export registration; their forms are recalled only."""

from marketplace.documents.sheets.common import AGENCY_PAPERS, OFFICE
from marketplace.documents.sheets.fields import Basis, Field, Group, Table
from marketplace.registration.tables import parts

_R = Basis.RECALLED

ASSIGNMENT = Table(
    title=("专利权转让登记（著录项目变更） 填报对照稿", "Assignment registration: copy sheet"),
    office=OFFICE,
    groups=(
        parts.patents("专利法 10"),
        parts.party("licensor", "转让人（变更前专利权人）", "Assignor", article="专利法 10"),
        parts.party("licensee", "受让人（变更后专利权人）", "Assignee", article="专利法 10"),
        Group(
            "转让合同",
            "Contract",
            (
                Field("concluded_on", "合同签订日", "Concluded on", "agreement.concluded_on",
                      basis=_R),
                Field("effective_on", "合同生效日", "In effect from", "agreement.effective_on",
                      basis=_R),
            ),
        ),
        parts.requester("专利法 10"),
    ),
    papers=(
        ("转让合同（本包所附签署件）", "The contract (in this package)"),
        ("受让人身份证明", "Identity proof of the assignee"),
        *AGENCY_PAPERS,
    ),
    notices=(
        (
            "专利权的转让自登记之日起生效；已公告开放许可声明的，先办理撤回。",
            "The assignment takes effect with registration; withdraw an announced declaration first.",
        ),
    ),
    gives_number=False,
)  # fmt: skip

PRODUCT = Table(
    title=("专利产品备案 填报对照稿", "Product filing: copy sheet"),
    office=("国家专利密集型产品备案认定试点平台", "National platform for patent products"),
    groups=(
        Group(
            "产品",
            "Product",
            (
                Field("product_name", "产品名称", "Product", "product.name", basis=_R,
                      entered=True),
                Field("product_model", "产品型号", "Model", "product.models", basis=_R,
                      entered=True, required=False),
                Field("production_since", "投产日期", "In production since", "product.since",
                      basis=_R, entered=True),
                Field("industry", "所属行业（GB/T 4754）", "Industry", "agreement.industry",
                      basis=_R, entered=True),
                Field("patent_role", "专利在产品中的作用", "What the patents do",
                      "product.roles", basis=_R, entered=True, required=False),
                Field("sales", "销售额（按年度）", "Sales by year", "product.sales", basis=_R,
                      entered=True, required=False),
            ),
        ),
        parts.patents(""),
        parts.party("licensee", "备案主体", "Filer of the product", basis=_R),
        Group(
            "许可",
            "License",
            (
                Field("license_type", "实施方式", "Way of exploitation", "agreement.type",
                      basis=_R),
                Field("recordal_number", "许可合同备案号", "Recordal number",
                      "agreement.recordal_number", basis=_R, required=False),
            ),
        ),
    ),
)  # fmt: skip

EXPORT = Table(
    title=("技术出口合同登记 填报对照稿", "Technology export registration: copy sheet"),
    office=("商务主管部门技术进出口合同信息管理系统", "Commerce authority, technology trade system"),
    groups=(
        Group(
            "合同",
            "Contract",
            (
                Field("contract_title", "合同名称", "Contract", "agreement.title", basis=_R),
                Field("contract_number", "合同编号", "Contract number", "agreement.number",
                      basis=_R),
                Field("concluded_on", "合同签订日", "Concluded on", "agreement.concluded_on",
                      basis=_R),
                Field("effective_on", "合同生效日", "In effect from", "agreement.effective_on",
                      basis=_R),
                Field("destination", "技术输入国家或者地区", "Country or region of the recipient",
                      basis=_R, entered=True),
                Field("restricted", "是否属于限制出口技术", "Restricted technology",
                      article="技术进出口管理条例 30–38", entered=True),
                *parts.fee(),
            ),
        ),
        parts.patents("技术进出口管理条例 36–38"),
        parts.party("licensor", "技术供方", "Supplier", basis=_R),
        parts.party("licensee", "技术受方", "Recipient", basis=_R),
    ),
    notices=(
        (
            "自由出口技术的合同依法成立即生效，登记不是生效条件；限制出口技术凭许可证生效。",
            "Contracts on free technology are valid without registration; restricted technology "
            "needs the export license.",
        ),
    ),
)  # fmt: skip
