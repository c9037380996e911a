"""Deals whose filings can be completed: parties with addresses, payments with slips, sealed papers."""

import io
import zipfile

from marketplace import clock, files
from marketplace.accounts.models import OrganizationKind
from marketplace.admin.services import ExportFinding, release_export_check
from marketplace.agreements import services as agreements
from marketplace.agreements.models import Side
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.extensions import db
from marketplace.payments import services as payments
from marketplace.registration import queries, services
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import make_administrator, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.kept_scenes import kept_scene

PARTY = {
    "address": "广州市大学城外环西路100号",
    "contact_name": "李工",
    "contact_phone": "020-39320000",
    "legal_representative": "陈立",
    "industry": "C3841",
}
SLIP = b"%PDF-1.7 slip of the bank"
RECEIPT = b"%PDF-1.7 receipt of the office"

ANSWERS = {
    "handler_name": "王经办",
    "handler_phone": "020-87110000",
    "project_source": "其他",
    "socioeconomic_aim": "工商业发展",
    "related_party": "否",
    "product_name": "液冷板",
    "production_since": "2026-09",
    "destination": "新加坡",
    "restricted": "否",
    "reason": "拟转让专利权",
    "licensor_region": "440100",
    "licensee_region": "440100",
    "changed_item": "许可使用费",
    "before": "3万元",
    "after": "2万元",
    "end_reason": "双方协商解除",
}


@kept_scene
def published(fee_mode=FeeMode.FREE, route=Route.OPEN, **options):
    patent = make_patent(make_patentee(**PARTY))
    return deals.published(fee_mode, route, patents=[patent], **options)


def licensee(**values):
    return make_organization(**{**PARTY, **values})


@kept_scene
def free(**values):
    """A free open license in effect."""
    return deals.noticed(published(), licensee(**values))


@kept_scene
def paid(slip=SLIP, amount_fen=deals.LUMP_FEN):
    """An open license in effect by a payment, with the bank's slip."""
    agreement = deals.noticed(published(FeeMode.LUMP_SUM, amount_fen=amount_fen), licensee())
    with transaction():
        payments.state_transfer(
            agreement,
            amount_fen,
            clock.today(),
            "",
            files.put(slip) if slip else None,
            owner_of(agreement.licensee),
        )
    return agreement


@kept_scene
def ordinary(fee_mode=FeeMode.LUMP_SUM, **options):
    """An ordinary license in effect; nothing has been paid yet."""
    if fee_mode is FeeMode.LUMP_SUM:
        options = {"amount_fen": deals.LUMP_FEN, "due_days": 30, **options}
    return deals.accepted(published(fee_mode, Route.ORDINARY, **options), licensee())


@kept_scene
def transfer():
    """An assignment in effect, signed by both sides."""
    terms = preset(FeeMode.PRICE, amount_fen=5_000_000)
    listing = deals.published(terms=terms, patents=[make_patent(make_patentee(**PARTY))])
    agreement = deals.drafted(listing, licensee())
    for side in (Side.LICENSEE, Side.LICENSOR):
        signer = owner_of(agreement.party(side))
        with transaction():
            agreements.sign_contract(
                agreement, side, deals.act_of(agreement, signer), clock.today()
            )
    return agreement


@kept_scene
def foreign():
    """An ordinary license to a party abroad: technology export is registered."""
    listing = published(FeeMode.FREE, Route.ORDINARY)
    party = licensee(kind=OrganizationKind.FOREIGN_PARTY, abroad=True)
    agreement = deals.accepted(listing, party)
    with transaction():
        release_export_check(agreement, ExportFinding.FREE, "", make_administrator())
    return agreement


@kept_scene
def filing(agreement, kind=Duty.RECORDAL, *, sealed=True, answered=True):
    """One filing of an agreement whose document is sealed and whose questions are answered."""
    if sealed:
        seal_pending()
    found = queries.one(agreement, kind)
    if answered:
        with transaction():
            services.answer(found, ANSWERS, owner_of(found.filer))
    return found


def explained(found, reason="经办人变动，材料移交延误"):
    """A late filing with the reason of its delay."""
    with transaction():
        services.answer(found, {"late_reason": reason}, owner_of(found.filer))
    return found


@kept_scene
def prepared(found):
    """Prepare, seal and pack."""
    with transaction():
        services.prepare(found, owner_of(found.filer))
    seal_pending()
    services.make_packages()
    db.session.refresh(found)
    return found


def opened(found):
    """The files of a package by name."""
    with zipfile.ZipFile(io.BytesIO(files.get(found.package_sha256))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened_names(agreement):
    """What the recordal's package of an agreement holds, prepared where it is not."""
    found = queries.one(agreement, Duty.RECORDAL)
    if found.package_sha256 is None:
        prepared(found)
    return set(opened(found))


@kept_scene
def submitted(found):
    """As far as the authority's counter."""
    prepared(found)
    by = owner_of(found.filer)
    with transaction():
        services.mark_awaiting_seal(found, by)
    with transaction():
        services.mark_submitted(found, clock.today(), by)
    return found


@kept_scene
def done(found, number="X2026990000001"):
    """With number, day and receipt."""
    submitted(found)
    with transaction():
        services.complete(found, number, clock.today(), files.put(RECEIPT), owner_of(found.filer))
    return found
