"""The sheets of one declaration, as data and as files. All files are made from the data alone."""

from typing import Any, Final

from marketplace import clock
from marketplace.declarations.models import Declaration
from marketplace.declarations.sheets import facts, tables
from marketplace.documents.services import preview_many
from marketplace.documents.sheets.fields import Table, fill
from marketplace.documents.sheets.payload import printed, table_data

SCHEMA: Final = "declaration-sheet/1"

DECLARATION: Final = "declaration"
STATEMENT: Final = "statement"
CONSENT: Final = "consent"
WITHDRAWAL: Final = "withdrawal"

TABLES: Final[dict[str, Table]] = {
    DECLARATION: tables.DECLARATION,
    STATEMENT: tables.STATEMENT,
    CONSENT: tables.CONSENT,
    WITHDRAWAL: tables.WITHDRAWAL,
}
FILE_NAMES: Final = {
    DECLARATION: "专利开放许可声明",
    STATEMENT: "简要说明",
    CONSENT: "共有专利权人同意声明",
    WITHDRAWAL: "撤回专利开放许可声明请求",
}


def kinds_of(declaration: Declaration) -> list[str]:
    """The sheets that this declaration needs: consent where there are co-owners, the request of
    withdrawal once one is prepared."""
    kinds = [DECLARATION, STATEMENT]
    if declaration.co_owners:
        kinds.append(CONSENT)
    if declaration.withdrawal_reason:
        kinds.append(WITHDRAWAL)
    return kinds


def sheet(declaration: Declaration, kind: str, known: facts.Facts | None = None) -> dict[str, Any]:
    """One sheet as data: integers, texts and lists only, under a schema with its version."""
    table = TABLES[kind]
    known = known or facts.gather(declaration)
    return {
        "schema": SCHEMA,
        "kind": kind,
        "declaration": declaration.public_id,
        "prepared_at": clock.now().replace(microsecond=0).isoformat(),
        "terms": {"sha256": declaration.terms_sha256, "record": declaration.terms},
        **table_data(table, fill(table, known)),
    }


def sheets(declaration: Declaration) -> list[dict[str, Any]]:
    """Every sheet that the declaration needs."""
    known = facts.gather(declaration)
    return [sheet(declaration, kind, known) for kind in kinds_of(declaration)]


def pdf(payloads: list[dict[str, Any]], title: str) -> bytes:
    """The sheets as one PDF, each from a new page."""
    return preview_many(title, [printed(each, _head(each)) for each in payloads])


def _head(payload: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"label": "平台声明标识", "value": payload["declaration"]},
        {"label": "条款记录 SHA-256", "value": payload["terms"]["sha256"]},
    ]
