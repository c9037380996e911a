import json

import pytest

from marketplace.accounts.models import OrganizationKind
from marketplace.patents.models import Patent
from tests.accounts.factories import make_organization
from tests.patents.factories import a_csv, a_number


@pytest.fixture
def run(app, tmp_path):
    def invoke(data, *options, name="list.csv"):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        return app.test_cli_runner().invoke(args=["patents", "import", str(path), *options])

    return invoke


def last_line(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.strip().splitlines()[-1])


def test_the_last_line_is_the_report(run, university):
    data = a_csv((a_number(), "", "一种电池"), ("2.02E+12", "", "一种电机"), encoding="gb18030")
    report = last_line(run(data, "--organization", university.code, "--json"))
    assert set(report) == {"read", "created", "updated", "unchanged", "refused", "warnings"}
    assert (report["read"], report["created"], report["warnings"]) == (2, 1, [])
    (refusal,) = report["refused"]
    assert set(refusal) == {"row", "column", "code", "message"}
    assert (refusal["row"], refusal["column"], refusal["code"]) == (3, "申请号", "number_damaged")
    assert "2.02E+12" in refusal["message"]


def test_progress_goes_to_stderr(run, university):
    result = run(a_csv((a_number(), "", "一种电池")), "--organization", university.code, "--json")
    assert "1/1" in result.stderr
    assert "1/1" not in result.stdout


def test_a_dry_run_writes_nothing(run, university, patent_count, tags):
    data = a_csv((a_number(), "", "一种电池"))
    report = last_line(run(data, "--organization", university.code, "--dry-run", "--json"))
    assert report["created"] == 1
    assert patent_count() == 0
    assert tags() == []


def test_without_json_a_person_can_read_the_report(run, university):
    data = a_csv((a_number(), "", ""))
    result = run(data, "--organization", university.code)
    assert result.exit_code == 0
    assert "read 1" in result.stdout
    assert "refused 1" in result.stdout


def test_an_organization_without_code_is_named_by_its_public_id(run, app):
    person = make_organization(kind=OrganizationKind.NATURAL_PERSON, name="王五")
    data = a_csv((a_number(), "", "一种电池"))
    assert last_line(run(data, "--organization", person.public_id, "--json"))["created"] == 1
    assert Patent.query.one().claimant is person


@pytest.mark.parametrize("data", [b"", a_csv(("x",), headings=("甲",)), b"PK\x03\x04", None])
def test_what_cannot_be_read_exits_with_two(run, university, data):
    result = run(data, "--organization", university.code, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "list.csv" in result.stderr


def test_an_unknown_organization_exits_with_two(run, app):
    result = run(a_csv((a_number(), "", "一种电池")), "--organization", "91110108551385082Q")
    assert result.exit_code == 2
    assert "91110108551385082Q" in result.stderr


def test_refused_rows_alone_are_no_failure(run, university):
    report = last_line(run(a_csv(("x", "", "y")), "--organization", university.code, "--json"))
    assert (report["created"], len(report["refused"])) == (0, 1)


@pytest.mark.parametrize("batch", ["01", "03", "05", "10"])
def test_the_real_sheets_through_the_command(run, university, shared_data, batch):
    name = f"open_license_inventory_2026-03-batch-{batch}.xlsx"
    data = (shared_data / "lists" / name).read_bytes()
    report = last_line(run(data, "--organization", university.code, "--json", name=name))
    assert report["read"] == report["created"] == {"01": 333, "10": 189}.get(batch, 173)
    assert report["refused"] == []
