"""The living style page: every component in every state, as an app of its own.

Look at it with ``python -m tests.web_parts.gallery`` (port 5999). The site itself has no such page.
"""

import logging
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, Response, render_template, request
from flask_babel import Babel, get_locale
from flask_wtf import FlaskForm
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import web_parts
from marketplace.web_parts.chain import Station
from marketplace.web_parts.charts import Bar, Range, Series, Window

ROOT = Path(__file__).resolve().parents[2]
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"


class GalleryForm(FlaskForm):
    name = StringField("单位名称", [InputRequired("填写单位名称，与登记证书一致。")])
    fee = StringField("许可使用费", [InputRequired()])
    rate = StringField("提成率", [Optional()])
    mode = RadioField(
        "支付方式", choices=[SelectChoice("free", "无偿"), SelectChoice("later", "先使用后付费")]
    )
    uses = SelectMultipleField(
        "转化意愿",
        choices=[SelectChoice("open", "开放许可"), SelectChoice("transfer", "转让")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    region = SelectField(
        "地区", choices=[SelectChoice("330000", "浙江省"), SelectChoice("320000", "江苏省")]
    )
    starts = DateField("起算日", [Optional()])
    statement = TextAreaField("简要说明", [Length(max=2000)])
    slip = FileField("支付凭证")
    password = PasswordField("登录密码")
    agreed = BooleanField("我已阅读合同全文")


def stations() -> list[Station]:
    return [
        Station("notice", "公示", "done", date(2026, 8, 1), "期满"),
        Station("signed", "签署", "done", date(2026, 8, 20), url="#signed"),
        Station("concluded", "成立", "done", date(2026, 8, 20)),
        Station("effective", "生效", "done", date(2026, 8, 20)),
        Station("payment", "付款", "waiting", note="最早 2027-08-20"),
        Station("recordal", "备案", "overdue", date(2026, 11, 20), "已过，可逾期补办", "#r"),
        Station("contract", "合同登记", "due", note="材料已备", url="#c", beside=True),
        Station("feedback", "反馈", "done", date(2026, 8, 21), "回执"),
        Station("product", "产品备案", "not_needed", note="尚无产品"),
    ]


def _instalments() -> tuple[tuple[date, int], ...]:
    return tuple((date(year, 6, 30), 800_000) for year in (2028, 2029, 2030))


def context() -> dict[str, object]:
    sales = ((date(2027, 12, 31), 1_500_000), (date(2028, 12, 31), 2_500_000))
    return {
        "stations": stations(),
        "all_done": [Station(str(n), f"站{n}", "done", date(2026, 8, n)) for n in range(1, 6)],
        "start": date(2026, 11, 23),
        "end": date(2031, 6, 30),
        "one_line": [Series("", _instalments())],
        "three_lines": [
            Series("1,000 件", tuple((day, fen // 2) for day, fen in sales)),
            Series("5,000 件", sales),
            Series("20,000 件", tuple((day, fen * 2) for day, fen in sales)),
        ],
        "free": [Window(date(2026, 11, 23), date(2027, 6, 30), "限期免费")],
        "deferred": [Window(date(2026, 11, 23), date(2027, 11, 22), "延期支付", "deferred")],
        "ranges": [
            Range("成本法", 300_000, 620_000, 1_100_000, "n = 1 · 本单位投入"),
            Range("同类成交", 500_000, 800_000, 1_400_000, "n = 38 · 平台成交"),
            Range("收益分成", 700_000, 900_000, 2_200_000, "n = 12 · 公开案例"),
        ],
        "reached": [
            Bar(label, count)
            for label, count in (
                ("公示", 168),
                ("签署", 141),
                ("生效", 120),
                ("付款", 64),
                ("备案", 52),
                ("反馈", 40),
            )
        ],
        "modes": [Bar("先使用后付费", 27), Bar("一次总付", 64), Bar("现在免费", 38)],
        "events": [
            {"at": datetime(2026, 11, 13, 1, 2, tzinfo=UTC), "text": "提醒：备案期限还有 7 天", "actor": "系统", "tone": "due"},
            {"at": datetime(2026, 8, 20, 16, 10, tzinfo=UTC), "text": "交易信息已反馈，回执 FK-20260821-07", "actor": "系统", "tone": "done", "url": "#f"},
            {"at": datetime(2026, 8, 20, 8, 41, tzinfo=UTC), "text": "合同成立并生效", "actor": "临海精密 · 授权签署人", "tone": "done", "note": "文本 SHA-256 5f1c…e02a 已入日志第 18,204 条"},
        ],
    }  # fmt: skip


def page_context() -> dict[str, object]:
    nav = ("许可信息", "求购", "价格统计", "验证")
    return {
        "demo": True,
        "operator_name": "示例运营单位",
        "operator_contact": "ip@example.org",
        "navigation": [
            {"url": f"#{n}", "label": label, "active": n == 0} for n, label in enumerate(nav)
        ],
        "account_links": [
            {"url": "#desk", "label": "工作台", "count": 3},
            {"url": "#organization", "label": "临海精密"},
            {"url": "#out", "label": "退出", "post": True},
        ],
        "footer_links": [{"url": "#help", "label": "帮助"}, {"url": "#terms", "label": "使用规则"}],
    }


def _yuan(fen: int) -> str:
    return f"¥{fen / 100:,.2f}"


def make_gallery() -> Flask:
    """The gallery as an application, with plain stand-ins for the site's own filters."""
    app = Flask(
        "gallery",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.update(SECRET_KEY="gallery", TESTING=True, WTF_CSRF_ENABLED=False)
    Babel(
        app,
        default_locale="zh_CN",
        default_translation_directories=str(ROOT / "marketplace" / "translations"),
        locale_selector=lambda: request.args.get("lang", "zh_CN"),
    )
    web_parts.init_app(app)
    app.jinja_env.filters.update(
        money=_yuan,
        wan=lambda fen: f"{fen / 1_000_000:g} 万元",
        day=lambda value: value.isoformat(),
        instant=lambda value: value.strftime("%Y-%m-%d %H:%M"),
        label=str,
    )
    app.jinja_env.globals.update(
        html_lang=lambda: "en" if str(get_locale()) == "en" else "zh-CN",
        idempotency_key=lambda: "GALLERY",
    )
    app.context_processor(page_context)
    app.add_url_rule("/language", "shell.set_language", lambda: "", methods=["POST"])
    app.add_url_rule("/", "gallery", _gallery)
    app.add_url_rule("/results", "results", lambda: _page("_gallery_results.html"))
    app.add_url_rule("/agreement", "agreement", lambda: _page("_gallery_agreement.html"))
    app.add_url_rule("/listing", "listing", lambda: _page("_gallery_listing.html"))
    app.add_url_rule(
        "/errors/<int:status>", "error", lambda status: render_template(f"errors/{status}.html")
    )
    app.after_request(_with_policy)
    return app


def _gallery() -> str:
    form = GalleryForm()
    form.mode.data = "later"
    form.name.errors = ["填写单位名称，与登记证书一致。"]
    return render_template("components/_gallery.html", form=form, **context())


def _page(name: str) -> str:
    return render_template(f"components/{name}", **context())


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


@contextmanager
def served():
    """The gallery on a free port of this machine; yields its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    make_gallery().run(port=5999)
