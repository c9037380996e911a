"""The bare peer of the benchmark of pages is as large as the page, and prints about as much."""

from tests import deals
from tests.benchmarks.pages import _VALUES_A_ROW, _content, _Texts, bare_site, measure


def test_the_peer_has_the_bytes_of_the_page(client):
    listing = deals.published()
    data = client.get(f"/listings/{listing.public_id}").data
    peer = bare_site([data])("/0")
    assert len(peer) == len(data)
    values = len(_content(data)["rows"]) * _VALUES_A_ROW
    assert abs(values - len(_Texts.of(data.decode()))) <= _VALUES_A_ROW


def test_a_slow_page_does_not_hold(client):
    listing = deals.published()
    path = f"/listings/{listing.public_id}"

    def slow(asked):
        for _ in range(20):
            data = client.get(asked).data
        return data

    assert not measure("slow", slow, [path], rounds=1).holds
