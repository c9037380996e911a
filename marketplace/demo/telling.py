"""What the demonstration tells authorities: feedback messages and a department's report."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select

from marketplace.agreements.models import Side
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.demo.deal import Deal
from marketplace.demo.timeline import Story
from marketplace.demo.world import World
from marketplace.extensions import db
from marketplace.feedback import services as feedback
from marketplace.feedback.channels import folder_of
from marketplace.feedback.delivering import deliver
from marketplace.feedback.models import Connector, ConnectorKind
from marketplace.feedback.reconciling import compare
from marketplace.feedback.shaping import sha256_of
from marketplace.reports import services as reports
from marketplace.reports.models import Measure, Subordination

DAYS_AGO: Final = 40
_REPORT_DAYS_AGO: Final = 3
_FOLDER: Final = "province"
_NAME: Final = "省级知识产权公共服务平台（演示）"
_BASIS: Final = "与省级平台签订的《数据报送协议（演示）》第三条"
_SUBJECTS: Final = ("agreement", "product")
_SECONDS: Final = 30
_NOT_READ: Final = 2
"""So many subjects the reader of the folder has not taken over: the comparison names them."""

_SUBORDINATE: Final = {
    "djlg": Subordination.PROVINCIAL,
    "yunling": Subordination.MINISTERIAL,
    "mingchuan": Subordination.MUNICIPAL,
}
_TARGETS: Final = {
    Measure.LICENSES: 60,
    Measure.OPEN_LICENSES: 40,
    Measure.FREE_LICENSES: 20,
    Measure.LICENSE_AMOUNT: 250_000_000,
    Measure.RECEIVED: 120_000_000,
    Measure.RECORDED: 30,
}
_CASE_TITLE: Final = "先用后付，三个月见到首单收入"
_CASE: Final = (
    "被许可人先免费使用专利技术改造产线，八十天后取得首笔销售收入，按约定支付许可使用费。"
    "高校免去了逐家谈判，企业免去了前期资金压力。"
)


def reported(world: World) -> Story:
    """A receiver is taken on; targets are set; the year so far is reported to the department."""
    staff = world.administrator
    feedback.add(_NAME, ConnectorKind.FOLDER, _FOLDER, staff, subjects=_SUBJECTS, basis=_BASIS)
    for key, subordination in _SUBORDINATE.items():
        reports.enter_standing(world.casts[key].organization, subordination, staff)
    first, last = _days(world)
    for measure, value in _TARGETS.items():
        reports.set_target(last.year, measure, value, staff)
    yield DAYS_AGO - _REPORT_DAYS_AGO
    reports.make_report(first, last, staff)


def told_as_a_case(deal: Deal) -> Story:
    """Both sides agree to be shown as an example."""
    yield deal.days_until(20)
    case = reports.write_case(deal.agreement, _CASE_TITLE, _CASE, deal.world.administrator)
    for days, side in ((2, Side.LICENSOR), (3, Side.LICENSEE)):
        yield days
        reports.consent(case, side, True, deal.cast(side).owner, case.text_sha256)


def feed_back() -> None:
    """Send what waits, let the reader of the folder say what it holds, and compare the two.

    To be called after the followers of the sequence; needs a session of its own.
    """
    for connector_id in db.session.scalars(select(Connector.id)).all():
        deliver(connector_id, _SECONDS)
        _read(folder_of(db.session.get_one(Connector, connector_id)))
        deliver(connector_id, _SECONDS)
        connector = db.session.get_one(Connector, connector_id)
        found = compare(connector)
        with transaction():
            feedback.keep(connector, found, SYSTEM)


def _read(folder: Path) -> None:
    """What the invented receiver does with its folder: it acknowledges and lists what it holds."""
    read = [(path, path.read_bytes()) for path in sorted(folder.glob("*.json"))][:-_NOT_READ]
    acknowledged = folder / "acknowledged"
    acknowledged.mkdir(exist_ok=True)
    holding = {}
    for _, body in read:
        message = json.loads(body)
        told = {"id": message["id"], "sha256": sha256_of(body)}
        (acknowledged / f"{message['id']}.json").write_text(json.dumps(told))
        subject = message["subject"]
        held = subject | {"version": message["version"], "sha256": told["sha256"]}
        holding[subject["kind"], subject["id"]] = held
    lines = "".join(json.dumps(each) + "\n" for each in holding.values())
    (folder / "holding.jsonl").write_text(lines, encoding="utf-8")


def _days(world: World) -> tuple[date, date]:
    """The year of the last quarter that is over, from its beginning through that quarter."""
    last = world.today.replace(month=(world.today.month - 1) // 3 * 3 + 1, day=1) - timedelta(1)
    return date(last.year, 1, 1), last
