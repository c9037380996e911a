"""No float in a money path (R-53): the source itself is read, call by call."""

import ast
from pathlib import Path

import pytest

import marketplace.ledger

ROOT = Path(marketplace.ledger.__file__).parent.parent
ROOMS = (
    "ledger",
    "fees",
    "payments",
    "obligations",
    "terms",
    "listings",
    "declarations",
    "agreements",
    "registration",
    "pools",
    "batches",
    "in_house",
    "enquiries",
    "statistics",
    "evidence",
    "desk",
)
"""Rooms through which an amount passes or in which one is shown."""
FILES = ("patents/annuities.py", "search/prices.py", "search/facets.py")


def floats(source: str) -> list[str]:
    """Float literals, true divisions and calls of float() in a source text, by line."""
    return [
        f"line {node.lineno}: {kind}"
        for node in ast.walk(ast.parse(source))
        if (kind := _kind(node))
    ]


def _kind(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
        return f"float literal {node.value}"
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
        return None if _is_exact(node) else "true division"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
        return "float()"
    return None


def _is_exact(node: ast.BinOp | ast.AugAssign) -> bool:
    """A path put together with a text, or a quotient of a ``Decimal``."""
    if isinstance(node, ast.AugAssign):
        return False
    for side in (node.left, node.right):
        if isinstance(side, ast.JoinedStr):
            return True
        if isinstance(side, ast.Constant) and isinstance(side.value, str):
            return True
    joined = isinstance(node.left, ast.BinOp) and _is_exact(node.left)
    called = isinstance(node.left, ast.Call) and isinstance(node.left.func, ast.Name)
    return joined or (called and node.left.func.id == "Decimal")


def sources():
    rooms = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return sorted([*rooms, *(ROOT / name for name in FILES)])


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_money_is_never_a_float(path):
    assert floats(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["fee = 0.1", "fee = total / 2", "fee /= 2", "fee = float(text)", "fee = 1e3"]
)
def test_the_reader_sees_every_kind_of_float(source):
    """Negative control."""
    assert len(floats(source)) == 1


def test_whole_numbers_pass_the_reader():
    assert floats("fee = total // 2 + int(text) * 10**2") == []
