"""Only the follower of the sequence writes the index; it may run late, twice, or after a crash."""

import pytest
from sqlalchemy import inspect, select

from marketplace import clock
from marketplace.audit import following, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings.models import ListingStatus
from marketplace.patents import importing
from marketplace.search import queries, services
from marketplace.search.backend import Kind
from tests.accounts.factories import make_organization
from tests.patents.factories import HEADINGS, a_csv, a_number, make_patent, make_university


def numbers_found(text, **more):
    answer = queries.search_patents({"q": text, **more})
    return [item["number"] for item in answer["items"]]


def import_rows(organization, *rows):
    with transaction():
        importing.import_list(a_csv(HEADINGS, *rows), organization, SYSTEM, file_name="list.csv")


def changed(tag, subject, **values):
    """An event about the subject, whose row has these values from now on."""
    subject = db.session.get(type(subject), inspect(subject).identity)
    with transaction():
        for name, value in values.items():
            setattr(subject, name, value)
        record(tag, subject, SYSTEM)


def all_events():
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()


def test_an_import_commits_without_a_worker_and_is_found_once_it_runs(app, index, work):
    services.rebuild(index)
    number = a_number()
    import_rows(make_university(), (number, "发明专利", "一种量子点荧光膜"))
    assert numbers_found("量子点荧光膜") == []
    work()
    assert numbers_found("量子点荧光膜") == [number]
    assert following.lag("search") == 0


def test_a_follower_that_built_over_a_longer_log_does_not_pass_over_a_restored_one(app, index):
    """A backup was put back under a running worker: its log is shorter than the one built over."""
    follower = services.Follower(index)
    follower._built_at = 10_000
    services.rebuild(index)
    number = a_number()
    import_rows(make_university(), (number, "发明专利", "一种量子点荧光膜"))
    sequencer.sequence()
    follower(all_events())
    assert numbers_found("量子点荧光膜") == [number]


def test_an_import_is_found_also_where_no_index_was(app, work):
    number = a_number()
    import_rows(make_university(), (number, "发明专利", "一种量子点荧光膜"))
    work()
    assert numbers_found("量子点荧光膜") == [number]


def test_what_a_rebuild_has_covered_is_passed_over(app, index, monkeypatch, work):
    written = []
    import_rows(make_university(), (a_number(), "发明专利", "一种量子点荧光膜"))
    monkeypatch.setattr(
        services,
        "update",
        lambda _, events: written.extend((e.subject_type, e.tag) for e in events),
    )
    work()
    assert [tag for kind, tag in written if kind == "patents"] == []
    assert index.status().documents[Kind.PATENTS] == 1


def test_events_seen_twice_do_no_harm(app, index, work):
    import_rows(make_university(), (a_number(), "发明专利", "一种量子点荧光膜"))
    work()
    before = queries.search_patents({})
    services.update(index, all_events())
    services.update(index, all_events()[:1])
    assert queries.search_patents({}) == before


def test_an_old_event_writes_the_present_state(app, index, work):
    number = a_number()
    patent = make_patent(number=number, title="一种旧名称的泵")
    changed("patent:update", patent)
    work()
    old = all_events()
    changed("patent:update", patent, title="一种新名称的泵")
    services.update(index, old)
    assert numbers_found("新名称") == [number]


def test_step_by_step_equals_a_rebuild(app, index, work, make_listing):
    services.rebuild(index)
    listing = make_listing()
    patent = listing.patents[0]
    changed("listing:publish", listing)
    work()
    changed("patent:update", patent, title="一种改名的干燥装置")
    work()
    before = queries.search_listings({"q": "改名"}), queries.search_patents({"q": "干燥"})
    assert before[0]["total"] == before[1]["total"] == 1
    services.rebuild(index)
    assert before == (queries.search_listings({"q": "改名"}), queries.search_patents({"q": "干燥"}))


@pytest.mark.parametrize("status", [s for s in ListingStatus if s is not ListingStatus.PUBLISHED])
def test_only_published_listings_are_found(app, work, make_listing, status):
    listing = make_listing()
    changed("listing:publish", listing)
    work()
    assert queries.search_listings({})["total"] == 1
    changed("listing:change", listing, status=status)
    work()
    assert queries.search_listings({})["total"] == 0


def test_a_renamed_organization_is_found_by_its_new_name(app, index, work, make_listing):
    services.rebuild(index)
    organization = make_organization(name="旧名研究院")
    changed("listing:publish", make_listing(organization=organization))
    work()
    changed("organization:edit", organization, name="新名研究院", region="330100")
    work()
    assert queries.search_listings({"q": "新名研究院", "region": "33"})["total"] == 1
    assert queries.search_patents({"q": "新名研究院"})["total"] == 1


def test_a_handler_that_fails_is_called_again(app, index, monkeypatch, work):
    services.rebuild(index)
    import_rows(make_university(), (a_number(), "发明专利", "一种量子点荧光膜"))
    with monkeypatch.context() as broken:
        broken.setattr(index, "upsert", lambda *_: 1 / 0)
        work()
    assert following.lag("search") > 0
    work()
    assert following.lag("search") == 0
    assert len(numbers_found("量子点荧光膜")) == 1


def test_private_text_is_not_found_but_bibliographic_data_are(app, work):
    number = a_number()
    patent = make_patent(
        number=number, title="一种公开名称的泵", advantage="秘密的叶轮形状", text_private=True
    )
    changed("patent:update", patent)
    work()
    assert numbers_found("公开名称") == [number]
    assert numbers_found("秘密的叶轮形状") == []
    changed("patent:update", patent, text_private=False)
    work()
    assert numbers_found("秘密的叶轮形状") == [number]


def test_willingness_and_funding_are_found_by_nobody(app, work):
    patent = make_patent(
        willingness=["transfer"], funding_project="秘密计划", price_intention="五千万"
    )
    changed("patent:update", patent)
    work()
    assert numbers_found("秘密计划") == numbers_found("五千万") == numbers_found("transfer") == []


def test_a_thousand_patents_are_found_within_five_seconds(app, index, work):
    services.rebuild(index)
    rows = [(a_number(), "发明专利", f"一种第{n}号阀门") for n in range(1_000)]
    import_rows(make_university(), *rows)
    started = clock.now()
    work()
    assert (clock.now() - started).total_seconds() < 5
    assert queries.search_patents({"q": "阀门"})["total"] == 1_000
