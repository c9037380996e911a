"""What programs can ask for: one table of operations with their parameters, bodies and answers."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from marketplace.api import paper_shapes, shapes
from marketplace.api.idempotency import LONGEST_KEY
from marketplace.errors import N_
from marketplace.patents.enums import PatentKind
from marketplace.search.backend import Sort
from marketplace.search.facets import FILTERS
from marketplace.search.parameters import LONGEST_QUERY, MOST_ITEMS, PAGE_SIZE

LANGUAGE = "lang"
SEARCH_NAMES = frozenset({"q", *FILTERS, "sort", "limit", "cursor", LANGUAGE})
VALIDATE_NAMES = frozenset({"kind", LANGUAGE})
VERIFY_NAMES = frozenset({"file", "agreement"})
PAPER_NAMES = frozenset({"contract", "scan"})
PAPER_LIST_NAMES = frozenset({"limit", "cursor"})

JSON = "application/json"


@dataclass(frozen=True)
class Operation:
    """One method of one address. ``answers`` has the shape of each good status, ``problems`` the
    others that it can give; ``path`` is written as OpenAPI does."""

    name: str
    method: str
    path: str
    summary: str
    answers: dict[int, type[BaseModel] | None]
    problems: tuple[int, ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    body: dict[str, Any] | None = None
    needs_token: bool = field(default=False)


def _parameter(name: str, where: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "description": description,
        "required": where == "path",
        "schema": {"type": "string", **schema},
    }


_MANY = "One value, or several with commas"
_QUERY = {
    "q": _parameter(
        "q",
        "query",
        "Words, a number in any writing, a patentee, an IPC symbol, or a long text that is matched "
        "as a whole",
        maxLength=LONGEST_QUERY,
    ),
    "free_now": _parameter("free_now", "query", "1: free today"),
    "pay_later": _parameter("pay_later", "query", "1: use first, pay later"),
    "sort": _parameter("sort", "query", "Order", enum=[each.value for each in Sort]),
    "limit": _parameter(
        "limit", "query", "Items on a page", type="integer", minimum=1, maximum=MOST_ITEMS,
        default=PAGE_SIZE,
    ),
    "cursor": _parameter("cursor", "query", "`next` of the page before"),
    LANGUAGE: _parameter(LANGUAGE, "query", "Language of texts", enum=["zh_CN", "en"]),
}  # fmt: skip
_SEARCH = tuple(
    _QUERY.get(name) or _parameter(name, "query", _MANY)
    for name in ("q", *FILTERS, "sort", "limit", "cursor", LANGUAGE)
)
_ID = _parameter("id", "path", "Public id", pattern="^[0-9a-z]{16}$")
_KEY = {
    **_parameter(
        "Idempotency-Key",
        "header",
        "A new text for each thing wanted: the same request with the same key gets the stored "
        "answer again, with the header Idempotency-Hit; a refused request stores nothing",
        maxLength=LONGEST_KEY,
    ),
    "required": True,
}
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "agreement": {"type": "string", "description": "Public id of an agreement"},
                },
            }
        }
    },
}
_TERMS = {
    "required": True,
    "content": {JSON: {"schema": {"$ref": f"{shapes.SCHEMAS}Terms"}}},
}
_NEW_AGREEMENT = {
    "required": False,
    "content": {JSON: {"schema": {"$ref": f"{shapes.SCHEMAS}NewAgreement"}}},
}

_NEW_PAPER = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["contract", "scan"],
                "properties": {
                    "contract": {"$ref": f"{shapes.SCHEMAS}NewPaperContract"},
                    "scan": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "description": "All pages of the signed paper in one PDF, or a picture",
                    },
                },
            },
            "encoding": {"contract": {"contentType": JSON}},
        }
    },
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "find_listings",
        "get",
        "/api/v1/listings",
        N_("Search what is published: words, filters, facets, pages by cursor."),
        {200: shapes.ListingPage},
        (400, 422, 429),
        _SEARCH,
    ),
    Operation(
        "find_patents",
        "get",
        "/api/v1/patents",
        N_("Search the patents of all imported lists."),
        {200: shapes.PatentPage},
        (400, 422, 429),
        _SEARCH,
    ),
    Operation(
        "show_listing",
        "get",
        "/api/v1/listings/{id}",
        N_("One published listing with the terms of each patent."),
        {200: shapes.ListingDetail},
        (404, 429),
        (_ID,),
    ),
    Operation(
        "draft",
        "post",
        "/api/v1/listings/{id}/agreements",
        N_("Take up a listing for your organization: a draft with the address to sign at."),
        {200: shapes.Drafted, 201: shapes.Drafted},
        (400, 401, 404, 409, 413, 415, 422, 429),
        (_ID, _KEY),
        _NEW_AGREEMENT,
        needs_token=True,
    ),
    Operation(
        "show_agreement",
        "get",
        "/api/v1/agreements/{id}",
        N_("One agreement of your organization: state, payments due, filings, documents."),
        {200: shapes.AgreementDetail},
        (401, 404, 429),
        (_ID,),
        needs_token=True,
    ),
    Operation(
        "list_papers",
        "get",
        "/api/v1/paper-contracts",
        N_("Contracts signed elsewhere that your organization has entered, newest first."),
        {200: paper_shapes.PaperPage},
        (400, 401, 404, 422, 429),
        (_QUERY["limit"], _QUERY["cursor"]),
        needs_token=True,
    ),
    Operation(
        "enter_paper",
        "post",
        "/api/v1/paper-contracts",
        N_("Enter a contract signed elsewhere, with its scan; another person compares the two."),
        {201: paper_shapes.PaperContractDetail},
        (400, 401, 403, 404, 409, 413, 415, 422, 429),
        (_KEY,),
        _NEW_PAPER,
        needs_token=True,
    ),
    Operation(
        "show_paper",
        "get",
        "/api/v1/paper-contracts/{id}",
        N_("One contract signed elsewhere, as it was entered, and what became of it."),
        {200: paper_shapes.PaperContractDetail},
        (401, 404, 429),
        (_ID,),
        needs_token=True,
    ),
    Operation(
        "show_statistics",
        "get",
        "/api/v1/statistics",
        N_("Prices of licenses through the last closed quarter: counts and quartiles, no filters."),
        {200: shapes.Statistics},
        (404, 429),
    ),
    Operation(
        "validate_terms",
        "post",
        "/api/v1/terms/validate",
        N_("Whether terms can stand: findings, clauses in both languages, what falls due."),
        {200: shapes.TermsVerdict},
        (400, 413, 415, 422, 429),
        (
            _parameter("kind", "query", "Kind of patent", enum=[each.value for each in PatentKind]),
            _QUERY[LANGUAGE],
        ),
        body=_TERMS,
    ),
    Operation(
        "verify_file",
        "post",
        "/api/v1/verify",
        N_("Whether a PDF is genuine, whole and current; nothing of it is kept."),
        {200: shapes.VerdictAnswer},
        (400, 413, 415, 429),
        body=_UPLOAD,
    ),
    Operation(
        "description",
        "get",
        "/api/v1/openapi.json",
        N_("This interface described for machines (OpenAPI 3.1)."),
        {200: None},
        (429,),
    ),
)
