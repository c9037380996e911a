"""The decision file 尽职免责档案: who decided what, when, on which facts; a paper of the house, so
Chinese. It reads what stands on record and adds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask_babel import force_locale
from flask_babel import gettext as _t
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.extensions import db
from marketplace.fees.labels import METHODS
from marketplace.fees.ranges import Method, Unit
from marketplace.in_house import queries
from marketplace.in_house.models import GuidanceSeen, NoticeSubject, Verdict
from marketplace.in_house.papers import PRICINGS, RESULTS, day
from marketplace.patents.bars import evaluate
from marketplace.patents.labels import SOURCES, STATES
from marketplace.patents.models import Patent
from marketplace.types import Money
from marketplace.web import label

VERSION: Final = "decision_file/1"
TEMPLATE: Final = "record"
_VERDICTS: Final = {Verdict.APPROVE: "同意", Verdict.RETURN: "退回"}
_FACTS: Final = {
    "step": "环节",
    "note": "意见",
    "reason": "理由",
    "opened_on": "公示起始日",
    "days": "公示天数",
    "place": "公示位置",
    "result": "结果",
    "handling": "处理情况",
    "number": "编号",
    "announced_on": "公告日",
    "submitted_on": "提交日",
    "withdrawn_on": "撤回公告日",
    "terms_sha256": "条款指纹",
}
_UNITS: Final = {
    Unit.FEN_PER_YEAR: "元/年",
    Unit.FEN_FOR_PERIOD: "元/许可期",
    Unit.PPM_OF_NET_SALES: "%（净销售额）",
}


@dataclass(frozen=True)
class Matter:
    """What the file is about: the record, its organization, patents, and label-value facts.

    `event_texts` gives the words for event tags of the room that owns the record. What the house
    saw and decided on `earlier` records (the listing of a contract) belongs to the file as well;
    `sections` follow what was seen, decided and shown.
    """

    record: Any
    organization: Organization
    name: str
    patents: Sequence[Patent]
    facts: Sequence[tuple[str, str]]
    event_texts: Mapping[str, Any]
    earlier: Sequence[Any] = ()
    sections: Sequence[dict[str, Any]] = ()

    @property
    def records(self) -> tuple[Any, ...]:
        """What was decided before, then the record itself."""
        return (*self.earlier, self.record)


def request_file(matter: Matter, by: Any) -> Document:
    """Ask for the file as it stands now; it takes the place of the one before."""
    return request_document(
        DocumentKind.REPORT,
        matter.record,
        compose(matter),
        template=TEMPLATE,
        text_version=VERSION,
        by=by,
        supersedes=current(matter.record, DocumentKind.REPORT),
    )


def compose(matter: Matter) -> dict[str, Any]:
    """The whole file as data of the document template `record`."""
    with force_locale("zh_CN"):
        sections = [
            *_guidance([each for about in matter.records for each in queries.guidance_seen(about)]),
            _approvals(matter.records),
            *_notices(
                [each for about in matter.records for each in queries.notices_showing(about)]
            ),
            _bars(matter.patents),
            *matter.sections,
            _events(matter),
        ]
    facts = [("决策事项", matter.name), ("单位", matter.organization.name), *matter.facts]
    return {
        "title": "尽职免责档案",
        "paragraphs": [
            f"本档案按平台留存的记录生成，截至{day(clock.today())}，"
            "依次载明定价时所见的估算参考、内部审批、公示与异议、权利状况核查和全部过程。"
        ],
        "facts": [{"label": label, "value": value} for label, value in facts],
        "sections": sections,
        "notes": ["许可使用费估算参考为平台模型的结果，仅供参考；本档案不是法律意见。"],
    }


def _guidance(seen: Sequence[GuidanceSeen]) -> list[dict[str, Any]]:
    if not seen:
        return [{"title": "一、定价依据", "paragraphs": ["确定条款时页面未显示估算参考。"]}]
    columns = [
        {"label": "方法", "width": 30},
        {"label": "低", "align": "right", "width": 17},
        {"label": "中", "align": "right", "width": 17},
        {"label": "高", "align": "right", "width": 17},
        {"label": "单位", "width": 17},
        {"label": "样本", "align": "right", "width": 10},
        {"label": "来源与日期", "width": 34},
    ]
    found = []
    for each in seen:
        found.append(
            {
                "title": "一、定价依据：确定条款时所见的许可使用费估算参考",
                "paragraphs": [
                    f"{_at(each.seen_at)}，{each.seen_by.name}确定条款（条款指纹"
                    f"{each.terms_sha256[:16]}…）时所见；预计被许可人"
                    f"{each.snapshot.get('expected_licensees', '—')}家。"
                    f"快照 SHA-256：{each.snapshot_sha256[:16]}…"
                ],
                "columns": columns,
                "rows": [_range(row) for row in each.snapshot.get("ranges", ())],
            }
        )
    return found


def _range(row: Mapping[str, Any]) -> list[str]:
    """One method as it was seen; methods and units that came later are called by their codes."""
    methods, units = set(Method), set(Unit)
    unit = row.get("unit", "")
    rate = unit in units and Unit(unit).is_rate
    figures = [_figure(row.get(name), rate) for name in ("low", "central", "high")]
    method = row.get("method", "")
    count = row.get("n")
    return [
        str(METHODS[Method(method)]) if method in methods else str(method),
        *figures,
        _UNITS[Unit(unit)] if unit in units else str(unit),
        "—" if count is None else str(count),
        f"{row.get('source', '')} {row.get('as_of', '')}".strip(),
    ]


def _figure(value: Any, is_rate: bool) -> str:
    if not isinstance(value, int):
        return "—"
    if is_rate:
        whole, rest = divmod(value, 10_000)
        return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
    return Money(value).yuan()


def _approvals(records: Sequence[Any]) -> dict[str, Any]:
    rows = []
    for asked in (each for about in records for each in queries.rounds_of(about)):
        rows.append(
            [str(asked.round), "提请", asked.asked_by.name, _at(asked.asked_at), "提请审批", ""]
        )
        rows += [
            [
                str(asked.round),
                each.step_name or "审批",
                each.decided_by.name,
                _at(each.decided_at),
                _VERDICTS[each.verdict],
                each.note,
            ]
            for each in asked.decisions
        ]
    labels = (("轮次", 9), ("环节", 22), ("人员", 16), ("时间", 26), ("决定", 14), ("意见", 34))
    return _table("二、内部审批", labels, rows, "没有内部审批记录。")


def _notices(shown: Sequence[NoticeSubject]) -> list[dict[str, Any]]:
    if not shown:
        return [{"title": "三、公示", "paragraphs": ["没有公示记录。"]}]
    found = []
    for row in shown:
        notice = row.notice
        end = f"{day(notice.passed_on)}公示通过" if notice.passed_on else "公示中"
        if row.taken_out_on:
            end = f"{day(row.taken_out_on)}移出：{row.taken_out_reason}"
        words = (
            f"{notice.title}。公示位置：{notice.place}；{day(notice.opened_on)}起{notice.days}日，"
            f"至{day(notice.ends_on)}止；公示内容：{row.name}，{row.price}"
            f"（{PRICINGS[row.pricing]}）；关联关系：{notice.related_party or '未发现'}；结果：{end}。"
        )
        rows = [
            [
                day(each.raised_on),
                each.raised_by,
                each.text,
                f"{RESULTS[each.ruling.result]}：{each.ruling.handling}"
                if each.ruling
                else "未处理",
            ]
            for each in notice.objections
            if each.subject is None or each.subject is row
        ]
        labels = (("提出日", 20), ("异议人", 18), ("异议", 40), ("处理和结果", 40))
        found.append({**_table("三、公示", labels, rows, "未收到异议。"), "paragraphs": [words]})
        if not rows:
            found[-1]["paragraphs"].append("未收到异议。")
    return found


def _bars(patents: Sequence[Patent]) -> dict[str, Any]:
    today = clock.today()
    rows = [
        [
            patent.number,
            f"{_t(result.title)}（{result.article}）",
            str(_name(STATES, result.counts_as)),
            str(_name(SOURCES, result.source)) if result.source else "—",
            day(result.on),
        ]
        for patent in patents
        for result in evaluate(patent, today)
    ]
    labels = (
        ("专利", 28),
        ("不得实行开放许可的情形", 46),
        ("状况", 14),
        ("来源", 24),
        ("查询日", 32),
    )
    return _table("四、权利状况核查（截至生成日）", labels, rows, "没有核查记录。")


def _events(matter: Matter) -> dict[str, Any]:
    events = history(matter.record)
    names = _people(events)
    rows = [
        [
            _at(each.at),
            str(matter.event_texts.get(each.tag) or label(each.tag)),
            names.get(each.actor_id, "平台"),
            _facts(each.data),
        ]
        for each in events
    ]
    labels = (("时间", 30), ("事项", 30), ("人员", 20), ("事实", 46))
    return _table("五、过程记录", labels, rows, "没有记录。")


def _facts(data: Mapping[str, Any]) -> str:
    """What was said at a step, in full; a fingerprint by its first characters, as elsewhere here."""
    shown = [(key, label, data.get(key)) for key, label in _FACTS.items()]
    return "；".join(f"{label}：{_fact(key, value)}" for key, label, value in shown if value)


def _fact(key: str, value: Any) -> str:
    return f"{str(value)[:16]}…" if key.endswith("_sha256") else str(value)


def _people(events: Sequence[AuditEvent]) -> dict[str, str]:
    ids = {each.actor_id for each in events if each.actor_kind == "user"}
    found = db.session.execute(select(User.public_id, User.name).where(User.public_id.in_(ids)))
    return {row[0]: row[1] for row in found}


def _table(
    title: str, labels: Sequence[tuple[str, int]], rows: list[list[str]], none: str
) -> dict[str, Any]:
    columns = [{"label": label, "width": width} for label, width in labels]
    if not rows:
        return {"title": title, "paragraphs": [none]}
    return {"title": title, "columns": columns, "rows": rows}


def _name(texts: Mapping[Any, Any], value: Any) -> Any:
    return texts.get(value, value)


def _at(value: datetime) -> str:
    return value.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
