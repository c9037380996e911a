"""``/api/v1/paper-contracts``: contracts signed elsewhere, entered with their scan by a program. What
is refused on the page is refused here; another person checks the entry on its page."""

import hashlib
from typing import Any

from flask import Response, request
from pydantic import BaseModel
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from marketplace import files
from marketplace.accounts.models import ApiToken, Organization
from marketplace.api import serial
from marketplace.api.idempotency import Answer, fingerprint, once, require_key
from marketplace.api.operations import PAPER_LIST_NAMES, PAPER_NAMES
from marketplace.api.paper_shapes import (
    NewPaperContract,
    PaperContractDetail,
    PaperItem,
    PaperPage,
)
from marketplace.api.requests import LONGEST_BODY, bearer, checked, json_object, require_known
from marketplace.declarations.checks import judge
from marketplace.declarations.models import Declaration
from marketplace.errors import Missing, NotAllowed, Refused
from marketplace.ids import is_public_id
from marketplace.on_paper import policies, queries, services
from marketplace.on_paper.models import PaperContract
from marketplace.on_paper.scans import require_scan
from marketplace.patents.models import Patent
from marketplace.search.parameters import limit_of
from marketplace.terms.enums import Severity
from marketplace.terms.record import Terms, as_data

_FIELDS = {"code": "other.code"}
"""Fields of the page that have another name here."""


def list_papers() -> Response:
    """What the token's organization has entered, newest first."""
    organization = bearer().organization
    require_known(request.args, PAPER_LIST_NAMES, "unknown_parameter")
    limit = limit_of(request.args.get("limit", ""))
    cursor = request.args.get("cursor", "")
    found = queries.page_of(
        organization, limit + 1, _entered(cursor, organization) if cursor else None
    )
    more = found[limit - 1].public_id if len(found) > limit else None
    return _answer(PaperPage(items=tuple(_item(each) for each in found[:limit]), next=more))


def show_paper(paper_id: str) -> Response:
    """One entry: for who entered it, and for the other side once it is an agreement."""
    organization = bearer().organization
    paper = _by_id(paper_id)
    of_other_side = paper.agreement is not None and organization.is_verified
    if paper.organization_id != organization.id and not (
        of_other_side and paper.other_id == organization.id
    ):
        raise Missing()
    return _answer(_detail(paper))


def enter_paper() -> Response:
    """Enter a contract for the token's organization from its scan; nothing counts until another
    person has compared the two."""
    token = bearer()
    key = require_key(request.headers.get("Idempotency-Key"))
    if not policies.may_enter(token.user, token.organization):
        raise NotAllowed()
    wanted, sent, scan = _sent()
    sha256 = hashlib.sha256(scan).hexdigest()
    asked = fingerprint(request.method, request.path, {"contract": sent, "scan": sha256})
    files.put(scan)
    answer = once(token, key, asked, lambda: _enter(token, wanted, sha256))
    response = Response(answer.body, answer.status, mimetype="application/json")
    if answer.is_hit:
        response.headers["Idempotency-Hit"] = "true"
    return response


def _sent() -> tuple[NewPaperContract, object, bytes]:
    """The two parts of the body: the contract as JSON, checked and as it was sent, and the scan."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    require_known({*request.form, *request.files}, PAPER_NAMES, "unknown_field")
    text = request.form.get("contract", "").encode()
    if "contract" in request.files:
        text = request.files["contract"].read(LONGEST_BODY + 1)
    if len(text) > LONGEST_BODY:
        raise RequestEntityTooLarge
    data = json_object(text)
    scan = request.files["scan"].read() if "scan" in request.files else b""
    wanted = checked(NewPaperContract, data)
    require_scan(scan)
    return wanted, data, scan


def _enter(token: ApiToken, wanted: NewPaperContract, scan_sha256: str) -> Answer:
    try:
        patents = queries.patents_of(wanted.patents)
        terms, declaration = _terms(wanted, patents)
        paper = services.enter(
            token.organization,
            services.other_party(services.OtherParty(**wanted.other.model_dump())),
            patents,
            terms,
            _entry(wanted, scan_sha256),
            token.user,
            declaration,
        )
    except Refused as refusal:
        if refusal.field is not None and refusal.code != "entered_already":
            refusal.field, refusal.status = _FIELDS.get(refusal.field, refusal.field), 422
        raise
    return Answer(201, _detail(paper).model_dump_json())


def _terms(wanted: NewPaperContract, patents: list[Patent]) -> tuple[Terms, Declaration | None]:
    """The terms that were sent; of an open license the declaration's own."""
    if wanted.terms is None:
        declaration = queries.announced_for(patents, wanted.effective_on)
        return declaration.record, declaration
    terms, findings = judge(wanted.terms, patents[0].kind)
    for each in findings:
        if terms is None or each.severity is Severity.BLOCK:
            raise Refused(
                each.code, each.message, status=422, field=f"terms.{each.path}", **each.params
            )
    if terms is None:  # pragma: no cover - a record that cannot be read has a finding
        raise Missing()
    return terms, None


def _entry(wanted: NewPaperContract, scan_sha256: str) -> services.Entry:
    return services.Entry(
        scan_sha256=scan_sha256,
        **wanted.model_dump(exclude={"other", "patents", "terms"}),
    )


def _entered(public_id: str, organization: Organization) -> PaperContract:
    paper = _by_id(public_id)
    if paper.organization_id != organization.id:
        raise Missing()
    return paper


def _by_id(text: str) -> PaperContract:
    if not is_public_id(text):
        raise Missing()
    return queries.paper_by_id(text)


def _item(paper: PaperContract) -> PaperItem:
    return PaperItem(
        other=paper.other.name,
        patents=tuple(patent.number for patent in paper.patents),
        **_facts(paper),
    )


def _detail(paper: PaperContract) -> PaperContractDetail:
    return PaperContractDetail(
        entered_for=serial.party_ref(paper.organization),
        other=serial.party_ref(paper.other),
        patents=tuple(serial.patent_ref(each) for each in paper.patents),
        declaration=paper.declaration.number if paper.declaration else None,
        terms=as_data(paper.record),
        terms_sha256=paper.terms_sha256,
        seal_number=paper.seal_number,
        signed_on=paper.signed_on,
        settled_through=paper.settled_through,
        pages=paper.pages,
        scan_sha256=paper.scan_sha256,
        note=paper.note,
        entered_at=paper.entered_at,
        checked_at=paper.checked_at,
        reason=paper.reason,
        objection=paper.objection,
        **_facts(paper),
    )


def _facts(paper: PaperContract) -> dict[str, Any]:
    """What the list says of an entry, and its page too."""
    return {
        "id": paper.public_id,
        "url": _url(paper),
        "status": paper.status,
        "side": paper.side,
        "route": paper.route,
        "fee_mode": paper.fee_mode,
        "contract_number": paper.contract_number,
        "effective_on": paper.effective_on,
        "agreement": paper.agreement.public_id if paper.agreement else None,
    }


def _url(paper: PaperContract) -> str:
    return serial.address(f"/paper-contracts/{paper.public_id}")


def _answer(shape: BaseModel) -> Response:
    return Response(shape.model_dump_json(), mimetype="application/json")
