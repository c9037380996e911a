"""What stands before journey 4: deals in effect whose papers have not gone anywhere yet."""

import os
from datetime import timedelta

from marketplace import clock, files
from marketplace.accounts import services as accounts
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.patents.enums import Bar, BarState, StatusSource
from marketplace.patents.models import PatentBar
from marketplace.payments import services as payments
from marketplace.registration import services
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import make_administrator, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.listings.factories import give_account
from tests.registration import scenes

PLACES = ("zh-1280", "en-360") if os.environ.get("EVERY_WALK") else ("zh-1280",)
LUMP_FEN = 3_000_000
OFFERS = {
    "free": ("一种电池簇主动均衡方法", preset(FeeMode.LIMITED_FREE)),
    "paid": ("一种电池模组端板及其制造方法", preset(FeeMode.LUMP_SUM, amount_fen=LUMP_FEN)),
    "later": ("一种退役电池带电破碎装置", preset(FeeMode.PAY_LATER, amount_fen=2_000_000)),
    "beyond": ("一种电池箱防爆阀", preset(FeeMode.FREE)),
    "arrears": ("一种液冷板流道", preset(FeeMode.FREE)),
    "unpaid": (
        "一种电芯绝缘涂层",
        preset(FeeMode.LIMITED_FREE, free_months=1, yearly_fen=LUMP_FEN),
    ),
    "twin": ("一种极耳焊接夹具", preset(FeeMode.FREE, route=Route.ORDINARY)),
}
DAYS_AGO = 40


class House:
    """A university that has licensed its patents, and the firms that hold the licenses."""

    def __init__(self, place):
        self.locale = "en" if place.startswith("en") else "zh_CN"
        self.university = make_patentee(name=f"滨江理工大学{place}", **scenes.PARTY)
        self.firm = make_organization(name=f"滨江储能有限公司{place}", **scenes.PARTY)
        without = {name: value for name, value in scenes.PARTY.items() if name != "address"}
        self.shy_firm = make_organization(name=f"滨江电控有限公司{place}", **without)
        give_account(self.university)

    def license(self, name, *, to=None, patent=None):
        """One deal, concluded; a notice is in effect unless it is to be paid first."""
        title, terms = OFFERS[name]
        patent = patent or make_patent(self.university, title=title)
        listing = deals.published(terms=terms, patents=[patent], text={"title": title})
        conclude = deals.noticed if terms.route is Route.OPEN else deals.accepted
        return conclude(listing, to or self.firm)

    def pay(self, agreement):
        with transaction():
            payments.state_transfer(
                *(agreement, LUMP_FEN, clock.today(), "", files.put(scenes.SLIP)),
                owner_of(agreement.licensee),
            )


def made(place):
    """The deals, by name; four of them cannot be recorded as they stand."""
    house = House(place)
    with clock.at(clock.today() - timedelta(days=DAYS_AGO)):
        found = {"unpaid": house.license("unpaid")}
    found["free"] = house.license("free", to=house.shy_firm)
    found["paid"] = house.license("paid")
    house.pay(found["paid"])
    found |= {name: house.license(name) for name in ("later", "beyond", "arrears", "twin")}
    found["recorded"] = house.license("twin", patent=found["twin"].patents[0])
    _spoil(found)
    officer, colleague = owner_of(house.university), manager_of(house.university)
    with transaction():
        services.make_responsible(_recordal(found["later"]), colleague, officer)
        token = accounts.create_token(officer, house.university, "journey 4")[1]
    staff = make_administrator(name="平台管理员", locale=house.locale)
    officer.locale = house.locale
    db.session.commit()
    return {
        "agreements": {name: each.public_id for name, each in found.items()},
        "filings": {name: _recordal(each).public_id for name, each in found.items()},
        "titles": {name: each.title for name, each in found.items()},
        "number": number(found["recorded"]),
        "last_day": found["beyond"].last_day.isoformat(),
        "officer": officer.email,
        "colleague": colleague.name,
        "staff": staff.email,
        "token": token,
    }


def _spoil(found):
    """The register says otherwise by now: a filing day corrected, an annuity not paid; and one
    contract has been recorded already under the same patent by the same parties."""
    patent = found["beyond"].patents[0]
    patent.expires_on = found["beyond"].last_day - timedelta(days=1)
    source = StatusSource.OFFICE_QUERY
    arrears = {"bar": Bar.ANNUITY_UNPAID, "state": BarState.BARRED, "on": clock.today()}
    db.session.add(PatentBar(patent=found["arrears"].patents[0], source=source, **arrears))
    db.session.commit()
    scenes.done(scenes.filing(found["recorded"]), number(found["recorded"]))


def number(agreement):
    return f"X2026{agreement.public_id[:10].upper()}"


def _recordal(agreement):
    return scenes.filing(agreement, sealed=False, answered=False)
