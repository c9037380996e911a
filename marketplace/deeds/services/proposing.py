"""Drawing up a further paper: an amendment, an agreement to end the contract, a notice."""

from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.lifecycles import RUNNING
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import locked as locked_agreement
from marketplace.audit.services import record
from marketplace.database import add_new
from marketplace.declarations import checks
from marketplace.declarations.problems import require_none
from marketplace.deeds.grounds import require_ground
from marketplace.deeds.models import Deed, DeedKind, Ground
from marketplace.deeds.queries import open_deed, terms_in_force
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.terms.record import Terms, as_data, digest
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.terms.schedule import license_period


def propose_amendment(agreement: Agreement, side: Side, terms: Terms, words: str, by: User) -> Deed:
    """Draw up an amendment 补充协议 to a contract that runs; a renewal is one of its period.

    What was announced is the same for everybody (专利法 51; LAW 1.18) and cannot be amended between
    two. What signing decided (a place among the first) stays decided.
    """
    agreement = locked_agreement(agreement)
    _require_running(agreement)
    if ROUTES[agreement.route].instrument is not Instrument.CONTRACT:
        raise Refused(
            "fixed_for_all",
            N_(
                "What was announced or published is the same for everybody and is not changed "
                "between two. Agree an ordinary license instead, or declare anew."
            ),
        )
    base = terms_in_force(agreement)
    terms = _kept(base, terms, agreement)
    if digest(terms) == digest(base):
        raise Refused("nothing_changed", N_("These are the terms that hold already. Change one."))
    require_none(checks.terms_problems(terms))
    _require_running_period(agreement, terms)
    return _new(
        agreement,
        DeedKind.AMENDMENT,
        side,
        by,
        words=words.strip(),
        base_sha256=digest(base),
        terms=as_data(terms),
        terms_sha256=digest(terms),
    )


def propose_termination(
    agreement: Agreement, side: Side, ground: Ground, words: str, by: User
) -> Deed:
    """Draw up the end of a contract: by agreement, signed by both, or on a ground of law, served by
    one side (民法典 562, 563, 565). ``words``: the settlement, or the facts."""
    agreement = locked_agreement(agreement)
    _require_running(agreement)
    require_ground(agreement, ground, side)
    words = words.strip()
    by_both = ground is Ground.AGREEMENT
    if not by_both and not words:
        raise Refused(
            "facts_missing", N_("State the facts: the other side reads them."), field="words"
        )
    return _new(
        agreement,
        DeedKind.TERMINATION_AGREEMENT if by_both else DeedKind.TERMINATION_NOTICE,
        side,
        by,
        ground=ground,
        words=words,
        base_sha256=digest(terms_in_force(agreement)),
    )


def _require_running(agreement: Agreement) -> None:
    if agreement.status not in RUNNING:
        raise Refused(
            "not_running", N_("This contract is not running, so there is nothing to change or end.")
        )
    if open_deed(agreement) is not None:
        raise _open_already()


def _open_already() -> Refused:
    return Refused(
        "deed_open",
        N_("Another paper on this contract waits for a signature. Sign it or take it back first."),
    )


def _kept(base: Terms, terms: Terms, agreement: Agreement) -> Terms:
    """The new terms on the same route, with what signing decided."""
    if terms.route != base.route:
        raise Refused("other_route", N_("An amendment stays on the way on which it was concluded."))
    signing = base.signing
    lives = [patent.expires_on for patent in agreement.patents if patent.expires_on]
    return terms.signed(
        patent_expires_on=min(lives, default=signing and signing.patent_expires_on),
        quota_place=signing and signing.quota_place,
    )


def _require_running_period(agreement: Agreement, terms: Terms) -> None:
    if agreement.effective_on is None:
        raise ValueError("a running contract has a day of effect")
    last_day = license_period(terms, agreement.effective_on)[1]
    if last_day is not None and last_day < clock.today():
        raise Refused(
            "period_over",
            N_("The license would have ended on %(day)s already. Choose a longer period."),
            field="period",
            day=last_day.isoformat(),
        )


def _new(agreement: Agreement, kind: DeedKind, side: Side, by: User, **values: object) -> Deed:
    last = db.session.scalar(
        select(func.max(Deed.ordinal)).where(Deed.agreement_id == agreement.id)
    )
    deed = Deed(
        agreement=agreement,
        kind=kind,
        side=side,
        ordinal=(last or 0) + 1,
        proposed_by=by,
        proposed_at=clock.now(),
        **values,
    )
    add_new(deed, _open_already())
    record(
        "deed:propose",
        deed,
        by,
        related=[agreement],
        kind=kind.value,
        ground=deed.ground.value if deed.ground else None,
        terms_sha256=deed.terms_sha256,
    )
    return deed
