"""Only the follower of the sequence writes the index: a dead worker delays and loses nothing."""

import json

import pytest

from tests.patents.factories import a_csv, a_number

pytestmark = pytest.mark.enable_socket

SOON_SECONDS = 5


def test_what_is_imported_without_a_worker_is_found_once_it_runs_again(site, tmp_path):
    numbers = [a_number(serial=9_800_001 + place) for place in range(3)]
    rows = [(number, "发明专利", "一种断点续行的纺纱锭子") for number in numbers]
    sheet = tmp_path / "list.csv"
    sheet.write_bytes(a_csv(*rows))

    def found():
        page = site.json("/api/v1/patents?q=%E7%BA%BA%E7%BA%B1%E9%94%AD%E5%AD%90")
        return {item["number"] for item in page["items"]} >= set(numbers)

    site.kill_worker()
    try:
        report = site.run(
            *("flask", "--app", "wsgi", "patents", "import", str(sheet), "--json"),
            *("--organization", site.made["patentee_code"]),
        )
        assert json.loads(report.splitlines()[-1])["created"] == len(numbers)
        assert not found(), "without a worker nothing writes the index"
    finally:
        site.start_worker()
    site.wait_until(site.has_worker, "the worker is up")
    assert site.wait_until(found, "the index follows") <= SOON_SECONDS
