"""What must be in order before a patent is declared or listed: the nine bars, terms, papers."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from marketplace.accounts.models import Organization
from marketplace.declarations import advertising, queries
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import Problem
from marketplace.errors import N_
from marketplace.fees import statement
from marketplace.patents import bars
from marketplace.patents.law import BARS
from marketplace.patents.models import Bar, BarState, Patent
from marketplace.terms import ceilings
from marketplace.terms.enums import Severity
from marketplace.terms.findings import Finding, TermsError
from marketplace.terms.period_law import WITHIN_LIFE
from marketplace.terms.record import Terms, load
from marketplace.terms.routes import check_route

_EXPIRED: Final = N_("The life of %(number)s is over. Take it out of the list.")
_NOT_GRANTED: Final = N_("The grant of %(number)s is not announced yet. Wait for the day of grant.")
_NOT_STATED: Final = N_(
    "%(bar)s: nothing is stated for %(number)s. Look it up, then state clear or barred."
)
_STALE: Final = N_(
    "%(bar)s: the statement for %(number)s is of %(day)s and too old. Look it up again and "
    "state it anew."
)


def problems(declaration: Declaration, day: date) -> list[Problem]:
    """Everything that keeps the papers from being approved on `day`."""
    terms = declaration.record
    return [
        *patent_problems(declaration.patent, declaration.organization, day),
        *terms_problems(terms, declaration.patent.kind),
        *life_problems(terms, declaration.patent),
        *_paper_problems(declaration),
        *advertising.problems(declaration),
    ]


def patent_problems(patent: Patent, organization: Organization, day: date) -> Iterator[Problem]:
    """Who holds the patent, and its nine bars on `day` (细则 85, 86; LAW 1.2, 1.10)."""
    if patent.claimant_id != organization.id:
        yield Problem(
            "not_yours",
            N_("%(number)s does not stand in your organization's inventory. Take it out."),
            "patents",
            {"number": patent.number},
        )
    for result in bars.blocking(patent, day):
        yield _bar_problem(patent, result, day)


def declared_problems(patent: Patent, day: date) -> Iterator[Problem]:
    """A declaration in force on a patent that is to be sold (审查指南 5-11-9, LAW 1.17)."""
    declaration = queries.in_force_of(patent, day)
    if declaration is not None:
        yield Problem(
            "withdraw_first",
            N_(
                "%(number)s is under the open license declaration %(declaration)s. Request its "
                "withdrawal; the patent can be sold from the day on which the office announces it."
            ),
            "patents",
            {"number": patent.number, "declaration": declaration.number},
            "审查指南 5-11-9",
        )


def terms_problems(terms: Terms, kind: str | None = None) -> Iterator[Problem]:
    """What the route does not admit, and fees over a ceiling (LAW 1.13); warnings are none."""
    for finding in findings(terms, kind):
        if finding.severity is Severity.BLOCK:
            yield Problem.from_finding(finding)


def warnings(terms: Terms) -> list[Finding]:
    """What is unusual in terms and asks for a look (rates over 20 % or 40 %)."""
    return [finding for finding in findings(terms) if finding.severity is Severity.WARN]


def findings(terms: Terms, kind: str | None = None) -> tuple[Finding, ...]:
    """Route and ceilings together; `kind` is the kind of patent where it is known."""
    return (*check_route(terms, kind), *ceilings.check(terms))


def judge(
    data: Mapping[str, Any], kind: str | None = None
) -> tuple[Terms | None, tuple[Finding, ...]]:
    """Read a record from plain data and find what is wrong or unusual: the one path by which
    page, interface and import validate terms. None where the data are no terms at all."""
    try:
        terms = load(data)
    except TermsError as error:
        return None, error.findings
    return terms, findings(terms, kind)


def life_problems(terms: Terms, patent: Patent) -> Iterator[Problem]:
    """A fixed last day beyond the certain life of the patent (民法典 865, LAW 1.15).

    A period counted from effect is cut at the notice; a fixed day would promise too much.
    """
    end_on = terms.period.end_on if terms.period else None
    if end_on and end_on > patent.expires_on:
        yield Problem(
            "beyond_life",
            WITHIN_LIFE.refusal,
            "terms",
            {
                "end": end_on.isoformat(),
                "number": patent.number,
                "day": patent.expires_on.isoformat(),
            },
            WITHIN_LIFE.article,
        )


def _bar_problem(patent: Patent, result: bars.BarResult, day: date) -> Problem:
    params = {"number": patent.number, "bar": result.bar}
    if result.counts_as is BarState.BARRED:
        if result.bar is Bar.TERMINATED and patent.is_expired(day):
            return Problem("patent_expired", _EXPIRED, "patents", params, "专利法 42")
        if result.bar is Bar.OTHER and not patent.is_granted(day):
            return Problem("not_granted", _NOT_GRANTED, "patents", params, "细则 85(1)")
        code, message = f"bar_{result.bar}", BARS[result.bar].refusal
    elif result.stale and result.on:
        code, message = "bar_stale", _STALE
        params |= {"day": result.on.isoformat()}
    else:
        code, message = "bar_not_stated", _NOT_STATED
    return Problem(code, message, "bars", params, result.article)


def _paper_problems(declaration: Declaration) -> Iterator[Problem]:
    if not declaration.contact.strip():
        yield Problem(
            "contact_missing",
            N_("Enter the contact that the declaration announces for %(number)s."),
            "papers",
            {"number": declaration.patent.number},
            "细则 85(2)",
        )
    if not declaration.fee_statement.strip():
        yield Problem(
            "statement_missing",
            N_("Write the statement on basis and method of the fee for %(number)s."),
            "papers",
            {"number": declaration.patent.number},
            "审查指南 5-11-3.3",
        )
        return
    for finding in statement.check_statement(declaration.fee_statement, declaration.record):
        yield Problem.from_finding(finding, "papers")
