"""What imports cannot show: where the commit stands, that no rule asks for a route by name, that no
float touches money, that every page text exists in Chinese."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages import pofile

from marketplace.config import ROOT
from marketplace.terms.enums import Route

PACKAGE = ROOT / "marketplace"
SOURCES = sorted(PACKAGE.rglob("*.py"))
ROUTE_COMPARED = r"\.route (==|!=|is|is not|in) ?[\"'(]?(" + "|".join(Route) + ")"
MONEY_ROOMS = ("ledger", "payments", "obligations", "terms", "fees")


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path):
    return str(path.relative_to(ROOT))


def test_only_the_database_module_commits():
    offenders = [
        name(path)
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert set(offenders) == {"marketplace/database.py"}


def compares_a_route(node):
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    return any(
        isinstance(side, ast.Attribute)
        and isinstance(side.value, ast.Name)
        and side.value.id == "Route"
        for side in sides
    )


def test_nobody_compares_routes_outside_of_their_table():
    offenders = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if path != PACKAGE / "terms" / "routes.py"
        for node in ast.walk(tree(path))
        if compares_a_route(node)
    ]
    texts = [
        name(path)
        for path in [*SOURCES, *(ROOT / "templates").rglob("*.html")]
        if re.search(
            ROUTE_COMPARED,
            path.read_text(encoding="utf-8"),
        )
    ]
    assert offenders + texts == []


@pytest.mark.parametrize("room", MONEY_ROOMS)
def test_no_float_touches_money(room):
    offenders = []
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(tree(path)):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            divides = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            calls = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "float"
            )
            if is_float or divides or calls:
                offenders.append(f"{name(path)}:{node.lineno}")
    assert offenders == []


def catalogue():
    path = PACKAGE / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return pofile.read_po(file)


def test_every_text_has_its_chinese():
    messages = [message for message in catalogue() if message.id]
    missing = [message.id for message in messages if not message.string or message.fuzzy]
    assert len(messages) > 300
    assert missing == []


def test_translations_keep_their_places():
    broken = [
        message.id
        for message in catalogue()
        if message.id
        and isinstance(message.id, str)
        and set(re.findall(r"%\((\w+)\)", message.id))
        != set(re.findall(r"%\((\w+)\)", str(message.string)))
    ]
    assert broken == []


def test_every_marked_text_is_in_the_catalogue():
    known = {message.id for message in catalogue()}
    known |= {message.id[0] for message in catalogue() if isinstance(message.id, tuple)}
    marked = set()
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"N_", "_", "_l", "gettext"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                marked.add(node.args[0].value)
    assert sorted(marked - known - {""}) == []


def test_pages_carry_no_inline_script_or_style():
    offenders = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=", text):
            offenders.append(name(path))
    assert offenders == []


def test_the_shape_of_the_house():
    """A newcomer finds the same few file names in every room."""
    rooms = [
        path for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()
    ]
    assert all(
        (room / "__init__.py").read_text(encoding="utf-8").startswith('"""') for room in rooms
    )
    too_long = [name(path) for path in SOURCES if path.read_text().count("\n") > 300]
    assert too_long == []


def test_docstrings_stand_on_every_module():
    bare = [
        name(path)
        for path in SOURCES
        if path.name != "__init__.py" and ast.get_docstring(tree(path)) is None
    ]
    assert bare == []


def test_paths_of_a_machine_are_nowhere():
    mark = "/" + "work" + "/"
    files = [*SOURCES, *Path(ROOT / "templates").rglob("*.html"), ROOT / "README.md"]
    assert [name(path) for path in files if path.exists() and mark in path.read_text()] == []
