"""``POST /api/v1/terms/validate``: the checks of the editor for programs; nothing is kept."""

from datetime import date

from flask import Response, request
from flask_babel import force_locale, gettext
from werkzeug.exceptions import UnsupportedMediaType

from marketplace import clock
from marketplace.api import shapes
from marketplace.api.operations import VALIDATE_NAMES
from marketplace.api.requests import LONGEST_BODY, json_object, require_known
from marketplace.config import current_settings
from marketplace.declarations.checks import judge
from marketplace.errors import N_, Refused
from marketplace.extensions import limiter
from marketplace.patents.enums import PatentKind
from marketplace.terms.clauses import clauses
from marketplace.terms.due import Due
from marketplace.terms.enums import Severity
from marketplace.terms.findings import Finding
from marketplace.terms.record import Terms, digest
from marketplace.terms.schedule import schedule


@limiter.limit(lambda: current_settings().rate_limit_verify)
def validate_terms() -> Response:
    """Judge a terms record: findings, clauses in both languages, what falls due from today."""
    request.max_content_length = LONGEST_BODY
    if not request.is_json:
        raise UnsupportedMediaType
    require_known(request.args, VALIDATE_NAMES, "unknown_parameter")
    kind = request.args.get("kind")
    if kind is not None and kind not in set(PatentKind):
        raise Refused(
            "kind_unknown",
            N_("%(kind)s is no kind of patent. Known are: %(known)s."),
            status=422,
            field="kind",
            kind=kind[:80],
            known=", ".join(PatentKind),
        )
    terms, findings = judge(json_object(request.get_data()), kind)
    answer = shapes.TermsVerdict(
        valid=terms is not None and not any(each.severity is Severity.BLOCK for each in findings),
        findings=tuple(_finding(each) for each in findings),
        sha256=digest(terms) if terms else None,
        clauses=_clauses(terms) if terms else {},
        schedule=_schedule(terms, clock.today()) if terms else (),
    )
    return Response(answer.model_dump_json(), mimetype="application/json")


def _finding(each: Finding) -> shapes.TermsFinding:
    return shapes.TermsFinding(
        code=each.code,
        path=each.path,
        severity=each.severity,
        article=each.article,
        messages={name: _text(each, locale) for name, locale in _LOCALES.items()},
    )


def _text(each: Finding, locale: str) -> str:
    with force_locale(locale):
        text = gettext(each.message)
    return text % each.params if each.params else text


def _clauses(terms: Terms) -> dict[str, list[shapes.TermsClause]]:
    return {
        name: [
            shapes.TermsClause(number=each.number, heading=each.heading, text=each.text)
            for each in clauses(terms, name)
        ]
        for name in _LOCALES
    }


def _schedule(terms: Terms, day: date) -> tuple[shapes.TermsDue, ...]:
    """What falls due if the license takes effect on `day` and nothing else happens."""
    return tuple(_due(each) for each in schedule(terms, day))


def _due(each: Due) -> shapes.TermsDue:
    return shapes.TermsDue(
        reason=each.reason,
        amount=None if each.amount_fen is None else shapes.Amount(amount=each.amount_fen),
        due_on=each.due_on,
    )


_LOCALES = {"zh": "zh_CN", "en": "en"}
