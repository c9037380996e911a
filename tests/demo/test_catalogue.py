"""The catalogue alone: numbers, codes, texts. No database."""

import re
from collections import Counter

import pytest

from marketplace.accounts import uscc
from marketplace.accounts.models import OrganizationKind
from marketplace.demo import catalogue
from marketplace.demo.people import _code
from marketplace.patents import reference
from marketplace.patents.enums import Maturity, PatentKind
from marketplace.patents.numbers import parse

PATENTS = list(catalogue.patents())
PATENTEES = {family.owner for family in catalogue.families()}


def test_there_are_at_least_three_hundred_patents():
    assert len(PATENTS) >= 300


def test_every_number_is_sound_and_stands_once():
    assert all(parse(patent.number).kind is patent.kind for patent in PATENTS)
    assert len({patent.number for patent in PATENTS}) == len(PATENTS)


def test_serials_are_those_of_no_real_patent():
    assert all(re.fullmatch(r"\d{4}[123]99\d{5}\.[\dX]", each.number) for each in PATENTS)


def test_filing_days_fit_numbers_and_come_before_grant():
    for patent in PATENTS:
        assert patent.filing_on.year == int(patent.number[:4])
        assert patent.filing_on < patent.granted_on


def test_no_title_stands_twice():
    titles = Counter(patent.title for patent in PATENTS)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("family", catalogue.families(), ids=lambda family: family.listing)
def test_a_family_is_complete_and_its_codes_exist(family):
    assert all(reference.industry_name(code) for code in family.industries)
    assert all(len(code) == 5 for code in family.industries)
    assert all(reference.ipc_path(symbol, "zh")[-1][0] == symbol[:4] for symbol in family.ipc)
    assert family.maturity in set(Maturity)
    texts = (family.listing, family.does, family.uses, *(t for row in family.rows for t in row[1:]))
    assert all(text.strip() for text in texts)
    assert family.does.endswith("。")
    assert family.uses.endswith("。")
    designs = [patent for patent in family.patents if patent.kind is PatentKind.DESIGN]
    assert all(re.fullmatch(r"\d\d-\d\d", code) for code in family.locarno)
    assert bool(designs) == bool(family.locarno)


def test_texts_are_chinese_with_english_titles():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert all(chinese.search(patent.title + patent.detail) for patent in PATENTS)
    assert not any(chinese.search(patent.title_en) for patent in PATENTS)


def test_all_kinds_and_many_industries_are_there():
    assert {patent.kind for patent in PATENTS} == set(PatentKind)
    assert len({code[:3] for each in catalogue.families() for code in each.industries}) >= 30


def test_batteries_are_found_in_five_patents_or_more():
    assert sum("电池" in patent.title for patent in PATENTS) >= 5


def test_owners_are_parties_of_the_catalogue_with_an_account():
    parties = {party.key: party for party in catalogue.parties()}
    assert all(parties[key].bank and parties[key].verified for key in PATENTEES)


def test_every_kind_of_party_is_there_and_codes_are_sound():
    parties = catalogue.parties()
    assert {party.kind for party in parties} >= {
        "university",
        "institute",
        "hospital",
        "company",
        "natural_person",
        "foreign_party",
        "service",
    }
    coded = [each for each in parties if OrganizationKind(each.kind).has_code]
    assert all(uscc.is_valid(_code(party, n)) for n, party in enumerate(coded))


def test_regions_of_parties_exist():
    regions = [party.region for party in catalogue.parties() if party.region]
    assert all(reference.region_name(region) for region in regions)
