"""What stands on the site before the newcomer comes: run as a process of its own on an empty,
migrated database (``DATABASE_URL``, ``DATA_DIR``); prints what it made as one JSON object."""

import json

from marketplace.accounts.models import OrganizationKind
from marketplace.app import create_app
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import PASSWORD, make_administrator, make_organization, owner_of
from tests.browser import filed
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.listings.factories import give_account

OFFERS = {
    "entry_royalty": (
        "让电池包降温 8 度的液冷板",
        "一种电池热管理系统",
        preset(FeeMode.ENTRY_ROYALTY, entry_fen=1_000_000, rate_ppm=20_000),
    ),
    "lump_sum": (
        "一次付清的电池模组端板",
        "一种电池模组端板及其制造方法",
        preset(FeeMode.LUMP_SUM, amount_fen=3_000_000),
    ),
    "free": ("免费使用的电池箱防爆阀", "一种电池箱防爆阀", preset(FeeMode.FREE)),
    "pay_later": (
        "先用后付的电池回收破碎线",
        "一种退役电池带电破碎装置",
        preset(FeeMode.PAY_LATER, amount_fen=2_000_000),
    ),
    "limited_free": (
        "头一年免费的电池簇均衡方法",
        "一种电池簇主动均衡方法",
        preset(FeeMode.LIMITED_FREE, yearly_fen=800_000, route=Route.ORDINARY),
    ),
}


def _publish(patentee, title, patent_title, terms):
    patent = make_patent(patentee, title=patent_title)
    text = {
        "title": title,
        "summary": "贴在电芯之间，温升降低 8 ℃，不加风扇，适合改装现有电池柜。",
        "uses": "储能柜、电动叉车、换电柜。",
    }
    return deals.published(terms=terms, patents=[patent], text=text).public_id


INSTITUTIONS = ("one-zh-1280", "one-en-1280", "one-zh-360", "many-zh", "many-en")


def _institution(place):
    """A state university that publishes: its owner, a second person, a firm that will take it."""
    locale = "en" if "-en" in place else "zh_CN"
    kind = OrganizationKind.UNIVERSITY
    university = make_patentee(name=f"岭南理工大学{place}", kind=kind, is_state_institution=True)
    give_account(university)
    firm = make_organization(name=f"珠江储能有限公司{place}")
    people = {
        "owner": owner_of(university),
        "second": manager_of(university),
        "licensee": owner_of(firm),
    }
    for person in people.values():
        person.locale = locale
    db.session.commit()
    return {name: person.email for name, person in people.items()}


def main():
    app = create_app()
    with app.app_context():
        patentee = make_patentee(name="示范大学", industry="P8341", legal_representative="李校长")
        listings = {name: _publish(patentee, *offer) for name, offer in OFFERS.items()}
        staff = {
            language: make_administrator(name="平台管理员", locale=locale).email
            for language, locale in (("zh", "zh_CN"), ("en", "en"))
        }
        made = {
            "listings": listings,
            "administrators": staff,
            "password": PASSWORD,
            "patentee_code": patentee.code,
            "institutions": {place: _institution(place) for place in INSTITUTIONS},
            "filed": {place: filed.made(place) for place in filed.PLACES},
        }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
