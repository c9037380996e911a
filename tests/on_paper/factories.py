"""Contracts on paper for tests, made through the services."""

from datetime import timedelta

from marketplace import clock, files
from marketplace.accounts.models import OrganizationKind
from marketplace.agreements.models import Side
from marketplace.database import transaction
from marketplace.on_paper import services
from marketplace.on_paper.services import Entry, OtherParty
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Fixed
from marketplace.terms.presets import preset
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_patent, make_patentee, manager_of

SCAN = b"%PDF-1.4 a scan"
STRANGER = OtherParty(
    "杭州㛃𠮷精密机械有限公司",
    OrganizationKind.COMPANY,
    "91350100M000100Y43",
    "杭州市滨江区江南大道1号",
)


def lump(fen=3_000_000):
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=fen)
    return terms.model_copy(update={"lump_sum": Fixed(amount_fen=fen, due_days=10)})


def entry(**values):
    today = clock.today()
    said = {
        "side": Side.LICENSOR,
        "contract_number": "校合〔2026〕117号",
        "signed_on": today - timedelta(40),
        "effective_on": today - timedelta(30),
        "pages": 8,
        "scan_sha256": files.put(values.pop("scan", SCAN)),
    }
    return Entry(**{**said, **values})


def entered(
    other=STRANGER, *, terms=None, organization=None, patents=None, declaration=None, **values
):
    organization = organization or make_patentee()
    patents = patents or [make_patent(organization)]
    with transaction():
        party = services.other_party(other) if isinstance(other, OtherParty) else other
        return services.enter(
            organization,
            party,
            patents,
            terms or lump(),
            entry(**values),
            owner_of(organization),
            declaration,
        )


def confirmed(paper=None, by=None, **values):
    paper = paper or entered(**values)
    by = by or manager_of(paper.organization)
    with transaction():
        services.confirm(paper, by)
    return paper.agreement
