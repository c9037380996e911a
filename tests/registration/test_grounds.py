"""Every ground of refusal (局令62号 12) and every usual return: its condition absent, and the papers
pass; present, and it is said in words; what blocks holds the package back by itself alone, which the
package that leaves with the ground switched off shows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents.enums import Bar, BarState, LegalStatus, StatusSource
from marketplace.patents.models import PatentBar
from marketplace.registration import facts, services
from marketplace.registration.grounds import GROUNDS, Ground
from marketplace.registration.models import FilingStatus
from marketplace.registration.precheck import precheck
from marketplace.registration.tables import fill, missing, table_for
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.on_paper import factories as on_paper
from tests.registration import scenes
from tests.registration.test_tables import blank


def free():
    return scenes.filing(scenes.free())


def ordinary():
    return scenes.filing(scenes.ordinary())


def with_agency():
    found = free()
    make_organization(kind=OrganizationKind.SERVICE)
    return found


def twins():
    """Two contracts of the same parties about the same patent over the same days."""
    patent, party = make_patent(make_patentee(**scenes.PARTY)), scenes.licensee()
    made = [
        deals.accepted(deals.published(FeeMode.FREE, Route.ORDINARY, patents=[patent]), party)
        for _ in range(2)
    ]
    return [scenes.filing(each) for each in made][1]


def registration():
    """The technology contract registration of a paid open license whose recordal has its receipt."""
    agreement = scenes.paid()
    scenes.done(scenes.filing(agreement))
    return scenes.filing(agreement, Duty.CONTRACT_REGISTRATION)


def patent(name, value):
    def fault(filing, _):
        setattr(filing.agreement.patents[0], name, value)

    return fault


def barred(bar):
    def fault(filing, _):
        source, today = StatusSource.OFFICE_QUERY, clock.today()
        said = {"bar": bar, "state": BarState.BARRED, "on": today, "source": source}
        db.session.add(PatentBar(patent=filing.agreement.patents[0], **said))

    return fault


def unknown(path):
    """The record does not know what stands there."""

    def fault(_, patch):
        whole = facts.gather

        def gather(filing):
            tree = whole(filing)
            blank(tree, path)
            return tree

        patch.setattr(facts, "gather", gather)

    return fault


def short_life(filing, _):
    filing.agreement.patents[0].expires_on = filing.agreement.last_day - timedelta(days=1)


def shared(filing, _):
    filing.agreement.patents[0].patentees = [filing.agreement.licensor.name, "乙公司"]


def renamed(filing, _):
    filing.agreement.licensee.name = "改名后的公司"


def otherwise_declared(filing, patch):
    patch.setattr(type(filing.agreement), "offered_sha256", property(lambda _: "0" * 64))


def not_announced(filing, _):
    declaration = filing.agreement.declaration
    declaration.number = declaration.announced_on = None


def recorded_before(filing, _):
    first = next(
        each
        for each in db.session.scalars(select(type(filing)).where(type(filing).kind == filing.kind))
        if each.id != filing.id
    )
    first.status, first.number = FilingStatus.DONE, "X1"


def without_slip(*_):
    return scenes.filing(scenes.paid(slip=None))


def handed_over(filing, _):
    agency = select(Organization).where(Organization.kind == OrganizationKind.SERVICE)
    filing.filer = db.session.scalars(agency).one()


def recordal_open(filing, _):
    filing.after.status = FilingStatus.SUBMITTED


def months_later(filing, patch):
    day = clock.today() + timedelta(days=60)
    patch.setattr(clock, "today", lambda: day)


def too_late(filing, _):
    filing.due_on = clock.today() - timedelta(days=9)


def signed_on_paper():
    patentee = make_patentee(**scenes.PARTY)
    return scenes.filing(on_paper.confirmed(other=scenes.licensee(), organization=patentee))


def signed_here(*_):
    return free()


CASES = {
    Ground.RIGHT_ENDED: (free, patent("legal_status", LegalStatus.TERMINATED)),
    Ground.NOT_THE_OWNER: (free, patent("patentees", ["别的大学"])),
    Ground.CONTENT_MISSING: (free, patent("granted_on", None)),
    Ground.PERIOD_BEYOND_LIFE: (free, short_life),
    Ground.CO_OWNER: (ordinary, shared),
    Ground.ARREARS: (free, barred(Bar.ANNUITY_UNPAID)),
    Ground.STAYED: (free, barred(Bar.PROCEEDINGS_STAYED)),
    Ground.PLEDGED: (free, barred(Bar.PLEDGED)),
    Ground.CONFLICT: (free, barred(Bar.EXCLUSIVE_LICENSE)),
    Ground.DUPLICATE: (twins, recorded_before),
    Ground.DATES_MISSING: (free, unknown("agreement.delivered_on")),
    Ground.FEE_NOT_STATED: (free, unknown("terms.standard")),
    Ground.PAYMENT_MISSING: (lambda: scenes.filing(scenes.paid()), without_slip),
    Ground.PAYMENT_OUTSTANDING: (ordinary, months_later),
    Ground.SIGNATURE_DIFFERS: (free, renamed),
    Ground.NOT_ORIGINAL: (signed_on_paper, signed_here),
    Ground.PROXY_MISSING: (with_agency, handed_over),
    Ground.DIFFERS_FROM_ANNOUNCEMENT: (free, otherwise_declared),
    Ground.NOT_ANNOUNCED: (free, not_announced),
    Ground.RECORDAL_FIRST: (registration, recordal_open),
    Ground.LATE: (free, too_late),
}
"""A filing that passes, and what brings the ground about (or another filing on which it stands)."""

OF_FIELDS = {
    Ground.CONTENT_MISSING,
    Ground.DATES_MISSING,
    Ground.FEE_NOT_STATED,
    Ground.PAYMENT_MISSING,
    Ground.NOT_ANNOUNCED,
    Ground.LATE,
}
"""A required field is empty then, which holds the package back whatever the ground says."""


def found(filing):
    empty = missing(fill(table_for(filing), facts.gather(filing)))
    return {each.ground: each for each in precheck(filing, empty)}


class TakenBack(Exception):
    """Ends a transaction that is not to be committed."""


def passes(filing):
    """Whether its package is made, as a person makes it; then everything is taken back."""
    with pytest.raises((TakenBack, Refused)) as ended, transaction():
        services.prepare(filing, owner_of(filing.filer))
        raise TakenBack
    db.session.rollback()
    return ended.type is TakenBack, ended.value


def test_the_table_has_every_ground():
    assert set(CASES) == set(Ground)


@pytest.mark.parametrize("ground", list(Ground))
def test_a_ground_is_said_where_it_stands_and_nowhere_else(app, monkeypatch, ground):
    scene, fault = CASES[ground]
    filing = scene()
    assert ground not in found(filing)
    assert passes(filing)[0]

    with monkeypatch.context() as patch:
        faulty = fault(filing, patch) or filing
        db.session.flush()
        said = str(found(faulty)[ground].refusal)
        assert "%(" not in said
        assert len(said) > 30
        if not GROUNDS[ground].blocks:
            assert passes(faulty)[0]
            return
        left, refusal = passes(faulty)
        assert not left
    assert ground in OF_FIELDS or refusal.code == ground.value

    with monkeypatch.context() as patch:  # the control: switched off, the faulty package leaves
        patch.setitem(GROUNDS, ground, GROUNDS[ground]._replace(blocks=False))
        fault(filing, patch)
        db.session.flush()
        if ground in OF_FIELDS:
            patch.setattr(services.preparing, "missing", lambda _: [])
        assert passes(faulty)[0]
