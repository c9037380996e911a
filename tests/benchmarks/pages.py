"""What does a page cost beside a bare template of the same size?

CPU time (``process_time``) per GET through WSGI in this process, warm; product and peer take turns
round by round, and the median round counts. Two parts:

``listing page``: a visitor without an account opens the listings of a small shelf (free, lump
sum, royalty, and use first, pay later), one after another.
``terms editor``: an owner opens the terms of drafts (lump sum, and entry fee with royalty).

The peer is a bare Flask application without any extension, one view and one Jinja template with
autoescape, for every page of the part: fixed markup, and a loop that prints label, address and
text of each row, so that the page has as many printed values as the product's page has text nodes
and exactly as many bytes. It asks no database and knows no visitor.

Either page may come from those kept whole, where nothing was committed since. What it costs to
make it anew, as after every commit, is printed above the last line as well: with the parts of
pages that are kept by what they are made of, and for the very first time, without any of them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path

from flask import Flask, render_template
from flask_login import FlaskLoginClient
from jinja2 import DictLoader

from marketplace.accounts import kept_pages
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.web_parts.kept import forget
from tests import deals
from tests.accounts.factories import owner_of
from tests.benchmarks.report import Part, last_line
from tests.declarations.factories import make_patent, make_patentee
from tests.listings.factories import make_listing

ROUNDS = 9
FEW_ROUNDS = 3
VISITS = 5
SHELF = 24
GOAL = 3
PEER = "bare Flask view, one plain Jinja template of the same size"

_SHOWN: tuple[tuple[FeeMode, Route, dict[str, int]], ...] = (
    (FeeMode.FREE, Route.OPEN, {}),
    (FeeMode.LUMP_SUM, Route.OPEN, {"amount_fen": 3_000_000}),
    (FeeMode.ROYALTY, Route.OPEN, {"rate_ppm": 15_000}),
    (FeeMode.PAY_LATER, Route.ORDINARY, {"amount_fen": 3_000_000}),
)
_EDITED = (
    (FeeMode.LUMP_SUM, {"amount_fen": 3_000_000}),
    (FeeMode.ENTRY_ROYALTY, {"entry_fen": 1_000_000, "rate_ppm": 15_000}),
)
_TEXT = {
    "uses": "储能柜、电动叉车、通信基站的备用电源;也适用于充电桩的功率模块。",
    "maturity": "中试:在两家企业的储能柜上运行了 14 个月,有第三方检测报告。",
    "materials": "图纸、样件一套、两天现场培训。",
    "duties": "需要钎焊设备;每年报告产量。",
}
_PAGE = """<!doctype html>
<html lang="zh-CN">
  <head><meta charset="utf-8" /><title>{{ title }}</title></head>
  <body>
    <h1>{{ title }}</h1>
    <dl>
      {% for row in rows %}
      <div><dt>{{ row.label }}</dt><dd><a href="{{ row.url }}">{{ row.text }}</a></dd></div>
      {% endfor %}
    </dl>
    <p>{{ rest }}</p>
  </body>
</html>"""
_VALUES_A_ROW = 3

Get = Callable[[str], bytes]


def run(_given: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory() as folder:
        app = _site(Path(folder))
        with app.app_context():
            shown, edited, owner = fill(SHELF)
            db.session.remove()
        visitor, member = app.test_client(), app.test_client(user=owner)
        parts = [
            measure("listing page", _getter(visitor.get), shown),
            measure("terms editor", _getter(member.get), edited),
        ]
        for name, get, paths in (
            ("listing page", visitor.get, shown),
            ("terms editor", member.get, edited),
        ):
            parts += [
                measure(f"{name} made anew", _anew(app, _getter(get)), paths),
                measure(f"{name} made first", _first(app, _getter(get)), paths, FEW_ROUNDS),
            ]
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    for part in parts:
        print(
            f"{part.name}: {part.figure * 1e6:.0f} µs, "
            f"bare template {(part.peer_figure or 0) * 1e6:.0f} µs, × {part.ratio or 0:.2f}"
        )
    return last_line("pages", SHELF, parts[:2], ("flask", "jinja2", "sqlalchemy"))


def measure(name: str, get: Get, paths: Sequence[str], rounds: int = ROUNDS) -> Part:
    """The part for these pages: seconds of CPU a request, beside a peer of the same size."""
    bare = bare_site([get(path) for path in paths])
    peers = [f"/{place}" for place in range(len(paths))]
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(_seconds(bare, peers))
        ours.append(_seconds(get, paths))
    figure, peer = statistics.median(ours), statistics.median(theirs)
    return Part(name, figure, "s", f"≤ {GOAL} × peer", figure <= GOAL * peer, PEER, peer)


def bare_site(pages: Sequence[bytes]) -> Get:
    """The peer: page ``/n`` has the bytes and about the printed values of the n-th page."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": _PAGE})  # type: ignore[assignment]
    contents = [_content(page) for page in pages]
    template = app.jinja_env.get_template("page.html")
    for content, page in zip(contents, pages, strict=True):
        short = len(page) - len(template.render(**content).encode())
        content["rest"] = content["rest"] + "." * short

    @app.get("/<int:place>")
    def show(place: int) -> str:
        return render_template("page.html", **contents[place])

    return _getter(app.test_client().get)


def _content(page: bytes) -> dict[str, object]:
    """Rows made of the page's own texts, so many that the number of values is the same."""
    texts = _Texts.of(page.decode())
    count = len(texts) // _VALUES_A_ROW
    room = len(page) - len(_PAGE.encode()) - 150
    each = max(room // max(count, 1) - 75, 12) // 3
    rows = [
        {
            "label": texts[place][:each],
            "url": f"/listings/{place:06d}",
            "text": texts[-place][:each],
        }
        for place in range(count)
    ]
    return {"title": texts[0], "rows": rows, "rest": ""}


class _Texts(HTMLParser):
    """The text nodes of a page that are not blank."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        reader = cls()
        reader.feed(page)
        return reader.found

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def _seconds(get: Get, paths: Sequence[str]) -> float:
    """CPU seconds of one GET, the mean over all pages visited in turn."""
    started = time.process_time()
    for _ in range(VISITS):
        for path in paths:
            get(path)
    return (time.process_time() - started) / (VISITS * len(paths))


def _getter(get: Callable[..., object]) -> Get:
    def page(path: str) -> bytes:
        answer = get(path)
        assert answer.status_code == 200, (path, answer.status_code)  # type: ignore[attr-defined]
        return bytes(answer.data)  # type: ignore[attr-defined]

    return page


def _anew(app: Flask, get: Get) -> Get:
    """The same page with nothing kept of whole pages."""

    def page(path: str) -> bytes:
        kept_pages.begin(app)
        return get(path)

    return page


def _first(app: Flask, get: Get) -> Get:
    """The same page with nothing kept, of whole pages or of parts."""

    def page(path: str) -> bytes:
        kept_pages.begin(app)
        forget()
        return get(path)

    return page


def fill(shelf: int) -> tuple[list[str], list[str], object]:
    """Published listings and drafts, made by the services; addresses of pages, and the owner."""
    shown = []
    for place in range(shelf):
        mode, route, values = _SHOWN[place % len(_SHOWN)]
        shown.append(deals.published(mode, route, text=_TEXT, **values))
    patentee = make_patentee()
    edited = [
        make_listing(
            organization=patentee,
            patents=[make_patent(patentee)],
            terms=preset(mode, route=Route.OPEN, **values),
        )
        for mode, values in _EDITED
    ]
    for listing in shown[: len(_SHOWN)]:
        deals.drafted(listing)
    return (
        [f"/listings/{each.public_id}" for each in shown[: len(_SHOWN)]],
        [f"/my/listings/{each.public_id}/terms" for each in edited],
        owner_of(patentee),
    )


def _site(folder: Path) -> Flask:
    app = create_app(
        Settings(
            database_url=f"sqlite:///{folder / 'bench.sqlite'}",
            data_dir=folder,
            secret_key="bench",
            argon2_time_cost=1,
            rate_limit_default="1000000 per minute",
        )
    )
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        db.create_all()
    return app
