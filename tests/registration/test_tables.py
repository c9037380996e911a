"""The field tables: each required field, when blank, keeps the package back under its own name."""

import copy

import pytest

from marketplace import clock
from marketplace.accounts.models import OrganizationKind
from marketplace.database import transaction
from marketplace.documents.sheets.fields import shown
from marketplace.extensions import db
from marketplace.registration import facts, queries, services, tables
from marketplace.registration.models import FilingStatus
from marketplace.registration.tables import MARKS, TABLES, Basis, fill, lookup, missing
from marketplace.terms.enums import Route
from marketplace.terms.routes import ROUTES, Duty, Instrument
from tests.accounts.factories import make_organization, owner_of
from tests.declarations.factories import (
    BarState,
    clear_bars,
    make_declaration,
    make_patent,
    make_patentee,
)
from tests.declarations.factories import DeclarationStatus as D
from tests.deeds.factories import amendment, lump, sign_both
from tests.registration import scenes


def _priced_open():
    agreement = scenes.paid()
    scenes.done(scenes.filing(agreement))
    return scenes.filing(agreement, Duty.CONTRACT_REGISTRATION)


def _declared(kind, status, **values):
    def make():
        patent = make_patent(make_patentee(**scenes.PARTY))
        declaration = make_declaration(status, patent=patent, **values)
        filing = queries.one(declaration, kind)
        with transaction():
            services.answer(filing, scenes.ANSWERS, owner_of(filing.filer))
        return filing

    return make


def _barred():
    patent = make_patent(make_patentee(**scenes.PARTY))
    declaration = make_declaration(D.ANNOUNCED, patent=patent)
    clear_bars(patent, BarState.BARRED)
    db.session.commit()
    with transaction():
        filing = services.require_withdrawal(declaration, [])
        services.answer(filing, scenes.ANSWERS, owner_of(filing.filer))
    return filing


def _changed():
    agreement = scenes.ordinary()
    scenes.done(scenes.filing(agreement))
    sign_both(amendment(agreement, lump(2_000_000)))
    return scenes.filing(agreement, Duty.RECORDAL_CHANGE)


def _ended():
    agreement = scenes.free()
    scenes.done(scenes.filing(agreement))
    agreement.ended_on, agreement.end_reason = clock.today(), "双方协商解除"
    db.session.commit()
    with transaction():
        services.note_end(agreement)
    return scenes.filing(agreement, Duty.RECORDAL_CANCELLATION)


def _yearly(kind):
    def make():
        patentee = make_patentee(kind=OrganizationKind.UNIVERSITY, **scenes.PARTY)
        make_patent(patentee)
        with transaction():
            return services.open_yearly(patentee, kind, clock.today().year, owner_of(patentee))

    return make


SCENES = {
    (Duty.RECORDAL_CHANGE, None): _changed,
    (Duty.RECORDAL_CANCELLATION, None): _ended,
    (Duty.INVENTORY_UPLOAD, None): _yearly(Duty.INVENTORY_UPLOAD),
    (Duty.CONVERSION_REPORT, None): _yearly(Duty.CONVERSION_REPORT),
    (Duty.RECORDAL, Instrument.NOTICE): lambda: scenes.filing(scenes.free()),
    (Duty.RECORDAL, Instrument.CONTRACT): lambda: scenes.filing(scenes.ordinary()),
    (Duty.CONTRACT_REGISTRATION, Instrument.NOTICE): _priced_open,
    (Duty.CONTRACT_REGISTRATION, Instrument.CONTRACT): lambda: scenes.filing(
        scenes.ordinary(), Duty.CONTRACT_REGISTRATION
    ),
    (Duty.FEEDBACK, None): lambda: scenes.filing(scenes.free(), Duty.FEEDBACK),
    (Duty.DECLARATION, None): _declared(Duty.DECLARATION, D.READY),
    (Duty.WITHDRAWAL, None): _barred,
    (Duty.ASSIGNMENT_REGISTRATION, None): lambda: scenes.filing(
        scenes.transfer(), Duty.ASSIGNMENT_REGISTRATION
    ),
    (Duty.PRODUCT_FILING, None): lambda: scenes.filing(scenes.free(), Duty.PRODUCT_FILING),
    (Duty.EXPORT_REGISTRATION, None): lambda: scenes.filing(
        scenes.foreign(), Duty.EXPORT_REGISTRATION
    ),
}


def _required(table):
    return [field.key for field in table.fields if field.required]


def blank(tree, path):
    """The facts without what stands at a path."""
    head, _, rest = path.partition(".")
    name = head.removesuffix("[]")
    if not rest:
        tree[name] = None
        return
    below = tree.get(name)
    for item in below if isinstance(below, list) else [below or {}]:
        blank(item, rest)


def without(tree, field):
    tree = copy.deepcopy(tree)
    if field.source:
        blank(tree, field.source)
    tree["answers"].pop(field.key, None)
    return tree


def test_there_is_a_table_for_every_duty_that_a_route_names():
    for rules in ROUTES.values():
        for duty in rules.duties:
            assert (duty.duty, None) in TABLES or (duty.duty, rules.instrument) in TABLES
    elsewhere = {Duty.IN_HOUSE_NOTICE}  # a room of its own
    assert {duty for duty, _ in TABLES} == set(Duty) - elsewhere
    assert set(SCENES) == set(TABLES)


@pytest.mark.parametrize("key", list(TABLES), ids=lambda key: "-".join(str(k) for k in key))
def test_each_required_field_when_blank_is_refused_by_its_name(app, monkeypatch, key):
    filing = SCENES[key]()
    table = tables.table_for(filing)
    assert table is TABLES[key]
    whole = facts.gather(filing)
    by = owner_of(filing.filer)
    assert missing(fill(table, whole)) == []
    for field in table.fields:
        if not field.required:
            continue
        partial = without(whole, field)
        monkeypatch.setattr(facts, "gather", lambda _, partial=partial: partial)
        with pytest.raises(services.Incomplete) as refusal, transaction():
            services.prepare(filing, by)
        named = refusal.value.fields
        assert field in named
        assert all(each is field or each.source == field.source for each in named)
        assert field.zh in str(refusal.value)
        assert field.en in str(refusal.value)
        assert filing.status is FilingStatus.DUE
        assert filing.packages == []
    monkeypatch.undo()
    assert scenes.prepared(filing).status is FilingStatus.PREPARED


@pytest.mark.parametrize("key", list(TABLES), ids=lambda key: "-".join(str(k) for k in key))
def test_a_table_is_well_made(key):
    table = TABLES[key]
    keys = [field.key for field in table.fields]
    assert len(keys) == len(set(keys))
    assert _required(table)
    for field in table.fields:
        assert field.zh
        assert field.en
        assert field.source or field.entered, field.key
        assert field.basis is not Basis.CONFIRMED or field.article or not field.required, field.key


def test_recalled_fields_say_so_in_both_languages():
    assert MARKS[Basis.RECALLED] == ("以系统表单为准", "As the office's form has it")
    recordal = TABLES[Duty.RECORDAL, Instrument.CONTRACT]
    marked = {field.key for field in recordal.fields if field.basis is Basis.RECALLED}
    assert {"currency", "amount", "payment_way", "territory", "licensor_code"} <= marked
    confirmed = {"patent_number", "filing_on", "granted_on", "licensor_name", "license_type"}
    assert not confirmed & marked


ORDERS = {
    "实施细则 85(2)": (
        (Duty.DECLARATION, None),
        "patent_number patentees payment_way standard period contact commitment other fee_statement",
    ),
    "局令62号 9: parties, number of patents, each patent, type, period": (
        (Duty.RECORDAL, Instrument.CONTRACT),
        "patent_count patent_number patent_title filing_on granted_on licensor_name "
        "licensor_address licensee_name licensee_address license_type effective_on last_day",
    ),
    "审查指南 5-11-5, 7: declaration, patents, parties, license, notice, payment, requester": (
        (Duty.RECORDAL, Instrument.NOTICE),
        "declaration_number announced_on patent_count patent_number patent_title filing_on "
        "granted_on licensor_name licensee_name license_type last_day notice_on payment_proof "
        "filer_name agency_name handler_name",
    ),
    "审查指南 5-8-1.3.2.7, change: number, parties, item, before, after": (
        (Duty.RECORDAL_CHANGE, None),
        "recordal_number patent_number licensor_name licensee_name changed_item before after",
    ),
    "审查指南 5-8-1.3.2.7, cancellation: number, day of the release": (
        (Duty.RECORDAL_CANCELLATION, None),
        "recordal_number patent_number licensor_name licensee_name ended_on",
    ),
    "old registration form: project, term, signing, seller and buyer, classes, amounts": (
        (Duty.CONTRACT_REGISTRATION, Instrument.CONTRACT),
        "project_name contract_type concluded_on effective_on last_day licensor_name "
        "licensor_kind licensor_country licensor_region licensee_name licensee_kind "
        "licensee_country licensee_region technology_field project_source socioeconomic_aim "
        "industry related_party amount technology_amount payment_way",
    ),
}


@pytest.mark.parametrize("source", ORDERS)
def test_the_order_of_fields_is_that_of_their_source(source):
    key, wanted = ORDERS[source]
    keys = [field.key for field in TABLES[key].fields]
    assert [each for each in keys if each in wanted.split()] == wanted.split()


def test_the_papers_stand_in_the_order_of_their_article():
    """审查指南 5-11-7: form, notice, payment, requester, power of attorney, handler; 局令62号 8: form,
    contract, identity of both, power of attorney."""
    orders = {
        Instrument.NOTICE: ("申请表", "书面通知", "支付凭证", "请求人身份", "委托书", "经办人身份"),
        Instrument.CONTRACT: ("申请表", "许可合同", "身份证明", "委托书"),
    }
    for instrument, wanted in orders.items():
        papers = [paper[0] for paper in TABLES[Duty.RECORDAL, instrument].papers]
        assert len(papers) == len(wanted)
        assert all(word in paper for word, paper in zip(wanted, papers, strict=True))


def test_an_agency_files_for_the_party_that_asks(app):
    """The party stays the requester; whoever files for it stands as its agency."""
    filing = scenes.filing(scenes.free())
    party, agency = filing.filer, make_organization(kind=OrganizationKind.SERVICE)
    assert (_text(filing, "filer_name"), _text(filing, "agency_name")) == (party.name, "")
    with transaction():
        services.assign(filing, agency, owner_of(party))
    assert _text(filing, "filer_name") == party.name
    assert _text(filing, "agency_name") == agency.name


@pytest.mark.parametrize("route", [Route.OPEN, Route.ORDINARY])
def test_the_type_of_license_stands_as_the_office_writes_it(app, route):
    agreement = scenes.free() if route is Route.OPEN else scenes.ordinary()
    names = {Route.OPEN: "开放许可", Route.ORDINARY: "普通许可"}
    assert facts.gather(scenes.filing(agreement))["agreement"]["type"] == names[route]


def test_a_list_with_a_gap_counts_as_missing():
    tree = {"patents": [{"number": "1"}, {"number": None}]}
    assert lookup(tree, "patents[].number") == ["1", None]
    assert shown(["1", None]) == ""


def test_an_answer_comes_before_the_record_and_can_be_taken_back(app):
    filing = scenes.filing(scenes.free())
    by = owner_of(filing.filer)
    assert _text(filing, "handler_name") == "王经办"
    with transaction():
        services.answer(filing, {"handler_name": "", "amount": "1"}, by)
    assert _text(filing, "handler_name") == "李工"
    assert "amount" not in filing.answers


def test_an_answer_that_repeats_the_record_leaves_the_record_the_source(app):
    filing = scenes.filing(scenes.free())
    with transaction():
        services.answer(
            filing, {"licensor_address": scenes.PARTY["address"]}, owner_of(filing.filer)
        )
    assert "licensor_address" not in filing.answers


def _text(filing, key):
    filled = fill(tables.table_for(filing), facts.gather(filing))
    return next(entry.text for entry in tables.entries(filled) if entry.field.key == key)
