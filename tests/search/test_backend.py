"""The contract of SearchBackend. Another backend joins by a further parameter of ``backend``."""

from datetime import date

import pytest

from marketplace.search.backend import (
    FREE_FOR_EVER,
    CursorInvalid,
    Document,
    Kind,
    Query,
    Sort,
)
from marketplace.search.whoosh_backend import WhooshBackend

TODAY = date(2026, 11, 21)
P, L = Kind.PATENTS, Kind.LISTINGS


@pytest.fixture(params=["whoosh"])
def backend(request, tmp_path):
    return {"whoosh": WhooshBackend}[request.param](tmp_path / "index")


def ask(backend, text="", kind=P, **more):
    return backend.search(Query(kind, TODAY, text, **more))


def keys(results):
    return [hit.key for hit in results.hits]


def document(key, title="一种电池", **more):
    return Document(key, title, numbers=(key,), **more)


DRYER = document(
    "202110123456.7",
    "锂电池极片的干燥装置",
    body="红外加热,极片不开裂。",
    names="东江理工大学",
    facets={
        "industry": ("C", "C38", "C384", "C3841"),
        "region": ("44", "4401"),
        "kind": ("invention",),
        "ipc": ("H", "H01", "H01M", "H01M10", "H01M10/0525"),
    },
    published=2,
    fee=1_000_000,
    expires=date(2041, 3, 1).toordinal(),
)
PUMP = document(
    "98123456.2",
    "一种隔膜泵",
    body="用于输送电解液,寿命长。电池厂可用。",
    names="海州研究院",
    facets={"industry": ("C", "C34"), "region": ("33",), "kind": ("utility_model",)},
    published=3,
    expires=date(2028, 3, 1).toordinal(),
)
LAMP = document(
    "202230123456.3",
    "LED 台灯 (desk lamps)",
    names="海州研究院",
    facets={"industry": ("C", "C38", "C387"), "region": ("33",), "kind": ("design",)},
    published=1,
    fee=0,
    expires=date(2037, 3, 1).toordinal(),
    free_until=FREE_FOR_EVER,
)


@pytest.fixture
def filled(backend):
    backend.upsert(P, [DRYER, PUMP, LAMP])
    return backend


def test_an_index_that_is_not_there_answers_with_nothing(backend):
    assert ask(backend, "电池").total == 0
    assert backend.status().problem == "missing"


def test_words_must_all_be_found(filled):
    assert keys(ask(filled, "极片 干燥")) == [DRYER.key]


def test_where_not_all_words_are_found_the_nearest_are_shown(filled):
    assert keys(ask(filled, "极片 干燥 望远镜"))[0] == DRYER.key


def test_the_title_counts_more_than_the_text(filled):
    assert keys(ask(filled, "电池")) == [DRYER.key, PUMP.key]


def test_a_single_character_is_found(filled):
    assert keys(ask(filled, "泵")) == [PUMP.key]


def test_english_words_in_singular_and_plural(filled):
    assert keys(ask(filled, "lamp")) == keys(ask(filled, "LAMPS")) == [LAMP.key]


def test_the_patentee_is_found(filled):
    assert set(keys(ask(filled, "海州研究院"))) == {PUMP.key, LAMP.key}


@pytest.mark.parametrize(
    "writing",
    [
        "202110123456.7",
        "2021101234567",
        "ZL202110123456.7",
        "ZL 2021 1 0123456.7",
        "CN202110123456.7",
        "zl２０２１１０１２３４５６．７",
        "专利号:ZL202110123456.7",
        "202110123456",
        "20211012",
    ],
)
def test_a_number_in_any_writing(filled, writing):
    assert keys(ask(filled, writing)) == [DRYER.key]


def test_an_old_number_and_one_with_x(backend):
    backend.upsert(P, [PUMP, document("202110000001.X")])
    assert keys(ask(backend, "ZL98123456.2")) == [PUMP.key]
    assert keys(ask(backend, "ZL 202110000001.x")) == ["202110000001.X"]


def test_the_exact_number_comes_before_longer_ones(backend):
    backend.upsert(
        P, [document("12345678.9", published=1), document("123456789123.4", published=9)]
    )
    assert keys(ask(backend, "123456789")) == ["12345678.9", "123456789123.4"]


@pytest.mark.parametrize("symbol", ["H01M", "h01m 10/0525", "Ｈ01M10", "H01"])
def test_an_ipc_symbol_at_every_level(filled, symbol):
    assert keys(ask(filled, symbol)) == [DRYER.key]


def test_an_ipc_symbol_among_words(filled):
    assert keys(ask(filled, "干燥 H01M")) == [DRYER.key]


def test_the_name_of_an_industry_finds_what_is_labelled_so(filled):
    assert keys(ask(filled, "锂离子电池制造"))[0] == DRYER.key


def test_an_english_word_finds_the_ipc_class_of_that_name(filled):
    assert DRYER.key in keys(ask(filled, "batteries"))


def test_a_long_text_is_matched_as_a_whole(filled):
    text = (
        "随着新能源汽车产业的发展,市场需求巨大。" * 20
        + "我们需要在涂布后把极片烘干,用红外加热而不开裂的设备。"
    )
    assert keys(ask(filled, text))[0] == DRYER.key


def test_several_values_of_a_facet_are_any_and_several_facets_are_each(filled):
    both = {"region": frozenset({"33", "44"})}
    assert ask(filled, filters=both).total == 3
    assert keys(ask(filled, filters={**both, "kind": frozenset({"design"})})) == [LAMP.key]


def test_a_nested_value_filters_at_its_own_level(filled):
    assert keys(ask(filled, filters={"industry": frozenset({"C3841"})})) == [DRYER.key]


def test_a_facet_is_counted_without_its_own_filter(filled):
    results = ask(filled, filters={"region": frozenset({"44"})})
    assert results.total == 1
    assert results.facets["region"] == {"33": 2, "44": 1}
    assert results.facets["kind"] == {"invention": 1}


def test_counts_are_of_divisions_and_provinces(filled):
    assert set(ask(filled).facets["industry"]) == {"C38", "C34"}
    assert set(ask(filled).facets["region"]) == {"44", "33"}


def test_an_unknown_value_leaves_nothing(filled):
    assert ask(filled, filters={"kind": frozenset({"nothing"})}).total == 0


def test_free_now_depends_on_the_day(backend):
    last = date(2026, 12, 31)
    backend.upsert(L, [Document("x", "电池", free_until=last.toordinal()), Document("y", "电池")])
    free = {"free_now": frozenset({"1"})}
    assert keys(backend.search(Query(L, last, filters=free))) == ["x"]
    assert backend.search(Query(L, date(2027, 1, 1), filters=free)).total == 0
    assert backend.search(Query(L, date(2027, 1, 1))).facets["free_now"] == {}


def test_remaining_life_depends_on_the_day(filled):
    counts = ask(filled).facets["life"]
    assert counts == {"10": 2, "3": 2, "5": 2}
    assert filled.search(Query(P, date(2033, 1, 1))).facets["life"] == {"3": 2, "5": 1}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Sort.NEWEST, [PUMP, DRYER, LAMP]),
        (Sort.FEE, [LAMP, DRYER, PUMP]),
        (Sort.LIFE, [DRYER, LAMP, PUMP]),
    ],
)
def test_orders(filled, order, expected):
    assert keys(ask(filled, sort=order)) == [document.key for document in expected]


@pytest.mark.parametrize("order", list(Sort))
def test_pages_show_everything_once(backend, order):
    backend.upsert(P, [document(f"key{n:03d}", published=n % 7, fee=n % 3) for n in range(57)])
    seen, cursor = [], ""
    while cursor is not None:
        results = ask(backend, "电池", sort=order, limit=10, cursor=cursor)
        seen += keys(results)
        cursor = results.next
    assert len(seen) == len(set(seen)) == 57
    assert seen == keys(ask(backend, "电池", sort=order, limit=100))


def test_pages_neither_repeat_nor_skip_while_documents_come_and_go(backend):
    backend.upsert(P, [document(f"key{n:03d}", published=n) for n in range(30)])
    first = ask(backend, limit=10)
    backend.upsert(P, [document("newer", published=99)])
    backend.delete(P, [first.hits[0].key])
    second = ask(backend, limit=10, cursor=first.next)
    assert keys(second) == [f"key{n:03d}" for n in range(19, 9, -1)]


def test_a_cursor_of_another_search_is_refused(filled):
    cursor = ask(filled, limit=1).next
    with pytest.raises(CursorInvalid):
        ask(filled, "电池", limit=1, cursor=cursor)


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", "é", "bnVsbA", "W251bGwsIDEsIDIsIDNd"])
def test_a_damaged_cursor_is_refused(filled, cursor):
    with pytest.raises(CursorInvalid):
        ask(filled, limit=1, cursor=cursor)


def test_writing_again_replaces(filled):
    filled.upsert(P, [document(DRYER.key, "望远镜")])
    assert keys(ask(filled, "望远镜")) == [DRYER.key]
    assert keys(ask(filled, "极片")) == []
    assert ask(filled).total == 3


def test_the_last_of_one_key_in_a_batch_counts(backend):
    backend.upsert(P, [document("a", "电池"), document("a", "水泵")])
    assert keys(ask(backend, "水泵")) == ["a"]
    assert ask(backend).total == 1


def test_deleting_is_idempotent(filled):
    filled.delete(P, [LAMP.key, "unknown"])
    filled.delete(P, [LAMP.key])
    assert set(keys(ask(filled))) == {DRYER.key, PUMP.key}


def test_the_two_kinds_do_not_mix(filled):
    filled.upsert(L, [Document("listing", "极片")])
    assert keys(ask(filled, "极片")) == [DRYER.key]
    assert keys(ask(filled, "极片", kind=L)) == ["listing"]
    assert filled.status().documents == {P: 3, L: 1}


def test_rebuilding_gives_the_same_as_writing_step_by_step(filled, tmp_path):
    for number in range(25):
        filled.upsert(P, [document(f"step{number}", f"第{number}种电池", published=number)])
    filled.delete(P, ["step3"])
    everything = [DRYER, PUMP, LAMP]
    everything += [document(f"step{n}", f"第{n}种电池", published=n) for n in range(25) if n != 3]
    before = [ask(filled, text, limit=100) for text in ("", "电池", "极片 干燥", "红外加热的极片")]
    filled.rebuild({P: everything, L: []})
    after = [ask(filled, text, limit=100) for text in ("", "电池", "极片 干燥", "红外加热的极片")]
    assert after == before


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(filled):
    def broken():
        yield DRYER
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        filled.rebuild({P: broken()})
    assert ask(filled).total == 3


HOSTILE = [
    "*",
    "**" * 500,
    '"' * 2_000,
    "'; DROP TABLE patents; --",
    "((((",
    "title:电池 AND NOT *",
    "[a TO z]",
    "\\",
    "a" * 2_000,
    "锂" * 2_000,
    "\x00\x01\ud7ff",
    "🔋" * 300,
    "<script>alert(1)</script>",
    "电池~3^9",
    "{}%s%n",
    " " * 2_000,
    "‮池电",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_safe(filled, text):
    assert ask(filled, text).total <= 3


def test_an_index_of_another_tokeniser_is_outdated(filled, monkeypatch):
    assert filled.status().problem is None
    monkeypatch.setattr("marketplace.search.tokens.VERSION", "pairs/2")
    assert filled.status().problem == "outdated"
    filled.rebuild({P: [DRYER], L: []})
    assert filled.status().problem is None
    assert filled.status().tokeniser == "pairs/2"
