"""What an institution files about one of its years: stock-taking and the report on conversion."""

from marketplace.documents.sheets.fields import Basis, Field, Group, Table

_R = Basis.RECALLED
_UNCHECKED = (
    "栏目凭记忆整理，未与现行模板核对，以主管部门或者平台下发的模板为准。",
    "The fields are recalled and not compared with the present template, which decides.",
)


def _unit() -> Group:
    return Group(
        "填报单位",
        "Institution",
        (
            Field("filer_name", "单位名称", "Institution", "filer.name", basis=_R),
            Field("filer_code", "统一社会信用代码", "Code", "filer.code", basis=_R),
            Field("year", "年度", "Year", "filing.year", article="促进科技成果转化法 21"),
            Field("handler_name", "填报人", "Handler", "filer.contact_name", basis=_R,
                  entered=True),
            Field("handler_phone", "联系电话", "Phone", "filer.contact_phone", basis=_R,
                  entered=True),
        ),
    )  # fmt: skip


INVENTORY = Table(
    title=("专利盘点与评价结果上传 填报对照稿", "Inventory and evaluation: copy sheet"),
    office=("国家专利导航综合服务平台", "National patent navigation platform"),
    groups=(
        _unit(),
        Group(
            "盘点结果",
            "Inventory",
            (
                Field("patents", "在册专利件数", "Patents", "year.patents", basis=_R),
                Field("inventions", "其中：发明专利", "Inventions among them", "year.inventions",
                      basis=_R),
                Field("graded", "已评价分级件数", "Evaluated", "year.graded", basis=_R),
                Field("willing", "有转化意愿件数", "Willing to license or sell", "year.willing",
                      basis=_R),
                Field("implemented", "已实施件数", "In use", "year.implemented", basis=_R),
            ),
        ),
    ),
    papers=(("盘点清单（在“我的专利”导出）", "The list itself (exported from “My patents”)"),),
    notices=(_UNCHECKED,),
    takes_agreement=False,
    gives_number=False,
)  # fmt: skip

CONVERSION = Table(
    title=("科技成果转化年度报告 填报对照稿", "Yearly report on conversion: copy sheet"),
    office=("主管部门（年度报告系统）", "Supervising department"),
    groups=(
        _unit(),
        Group(
            "专利转化情况（仅限在本站达成或者登记的）",
            "Conversion of patents (as made or entered on this site)",
            (
                Field("licenses", "许可合同项数", "Licenses", "year.licenses", basis=_R),
                Field("license_amount", "许可合同金额（固定部分）", "Fixed fees of licenses",
                      "year.license_amount", basis=_R),
                Field("transfers", "转让合同项数", "Assignments", "year.transfers", basis=_R),
                Field("transfer_amount", "转让合同金额", "Prices of assignments",
                      "year.transfer_amount", basis=_R),
                Field("received", "当年到账金额", "Received in the year", "year.received",
                      basis=_R),
                Field("other", "其他转化方式及说明", "Other ways", basis=_R, entered=True,
                      required=False),
            ),
        ),
    ),
    notices=(_UNCHECKED,),
    takes_agreement=False,
    gives_number=False,
)  # fmt: skip
