"""The words of reports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.reports.models import Measure, Subordination

SUBORDINATION: dict[Subordination, LazyString] = {
    Subordination.MINISTERIAL: _l("Ministerial"),
    Subordination.PROVINCIAL: _l("Provincial"),
    Subordination.MUNICIPAL: _l("Municipal"),
    Subordination.OTHER: _l("Other or not entered"),
}
MEASURE: dict[Measure, LazyString] = {
    Measure.PATENTS: _l("Patents held"),
    Measure.IMPLEMENTED: _l("Patents in use"),
    Measure.PLEDGED: _l("Pledged patents"),
    Measure.LICENSES: _l("Licenses in effect from the period"),
    Measure.LICENSED_PATENTS: _l("Patents licensed"),
    Measure.OPEN_LICENSES: _l("Open licenses among them"),
    Measure.FREE_LICENSES: _l("Free licenses among them"),
    Measure.LICENSE_AMOUNT: _l("Fixed fees of licenses"),
    Measure.TRANSFERS: _l("Assignments"),
    Measure.TRANSFER_AMOUNT: _l("Prices of assignments"),
    Measure.RECEIVED: _l("Money received"),
    Measure.RECORDED: _l("Recordals with receipt"),
    Measure.REGISTERED: _l("Technology contracts registered"),
}

OFFICIAL: dict[Measure, str] = {
    Measure.PATENTS: "在册专利（件）",
    Measure.IMPLEMENTED: "已实施专利（件）",
    Measure.PLEDGED: "已质押专利（件）",
    Measure.LICENSES: "生效许可合同（项）",
    Measure.LICENSED_PATENTS: "许可专利（件次）",
    Measure.OPEN_LICENSES: "其中：开放许可（项）",
    Measure.FREE_LICENSES: "其中：无偿许可（项）",
    Measure.LICENSE_AMOUNT: "许可合同固定金额（元）",
    Measure.TRANSFERS: "转让合同（项）",
    Measure.TRANSFER_AMOUNT: "转让合同金额（元）",
    Measure.RECEIVED: "到账金额（元）",
    Measure.RECORDED: "取得备案证明（项）",
    Measure.REGISTERED: "技术合同已登记（项）",
}
"""As the sealed report and the sheet name them: Chinese, for departments."""

OFFICIAL_GROUPS: dict[Subordination, str] = {
    Subordination.MINISTERIAL: "部属",
    Subordination.PROVINCIAL: "省属",
    Subordination.MUNICIPAL: "市属",
    Subordination.OTHER: "其他或者未填",
}
EVENTS: dict[str, LazyString] = {
    "report:make": _l("Departments' report made"),
    "report:enter_standing": _l("Subordination entered"),
    "report:set_target": _l("Target of the year set"),
    "case:write": _l("Case written"),
    "case:consent": _l("A party agreed to the case"),
    "case:take_back": _l("A party took back its agreement to the case"),
}
