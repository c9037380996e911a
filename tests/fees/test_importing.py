"""``fees import``: the operator's table, row by row."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEvent
from marketplace.fees.importing import COLUMNS
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.models import FeeBenchmark
from marketplace.fees.queries import guidance_for
from marketplace.fees.ranges import Method, Unit

ROW = {
    "period": "2024",
    "gbt4754_section": "C",
    "gbt4754_division_code": "38",
    "gbt4754_division_name": "电气机械和器材制造业",
    "contracts": "120",
    "patents": "240",
    "fixed_contracts": "80",
    "fixed_avg_cny_10k": "36.5",
    "fixed_avg_term_years": "2.5",
    "royalty_contracts": "12",
    "royalty_base": "净销售额",
    "royalty_avg_rate_pct": "3.25",
    "royalty_entry_fee_avg_cny_10k": "",
    "free_contracts": "28",
    "flag": "CONFIRMED",
    "source": "an office page",
}


@pytest.fixture
def bring_in(app, tmp_path):
    def run(*rows, columns=COLUMNS, options=("--json",)):
        path = tmp_path / "statistics.csv"
        lines = [",".join(columns)]
        lines += [",".join({**ROW, **row}[name] for name in columns) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        return app.test_cli_runner().invoke(args=["fees", "import", str(path), *options])

    return run


def report(result):
    return json.loads(result.stdout.splitlines()[-1])


def test_a_row_comes_in_exactly(session, bring_in):
    result = bring_in({})
    assert result.exit_code == 0
    assert report(result)["created"] == 1
    benchmark = session.scalars(select(FeeBenchmark)).one()
    assert (benchmark.division, benchmark.fixed_average, benchmark.fixed_term) == (
        "C38",
        36_500_000,
        2_500,
    )
    assert (benchmark.royalty_rate, benchmark.royalty_base) == (32_500, "net_sales")
    assert session.scalars(select(AuditEvent)).one().tag == "fee_benchmark:import"


def test_it_is_what_guidance_then_compares_with(bring_in, session):
    """365,000 yuan / 2.5 years / (240 / 120 patents) = 73,000 yuan; 3.25 %; k(1) = 1."""
    bring_in({})
    inputs = GuidanceInputs(
        on=date(2026, 11, 23),
        expected_licensees=1,
        years=1,
        industries=("C3841",),
    )
    found = {
        each.unit: each.central
        for each in guidance_for(inputs).ranges
        if each.method is Method.INDUSTRY_STATISTICS
    }
    assert found == {Unit.FEN_PER_YEAR: 7_300_000, Unit.PPM_OF_NET_SALES: 32_500}


def test_the_same_file_again_changes_nothing(session, bring_in):
    bring_in({}, {"period": "2023"})
    again = report(bring_in({}, {"period": "2023"}))
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert session.scalar(select(func.count(AuditEvent.id))) == 2


def test_a_corrected_figure_is_taken_over_and_told(session, bring_in):
    bring_in({})
    assert report(bring_in({"contracts": "121"}))["updated"] == 1
    assert session.scalars(select(FeeBenchmark)).one().contracts == 121
    assert session.scalars(select(AuditEvent.tag)).all()[-1] == "fee_benchmark:update"


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"flag": "RECALLED"}, "flag", "not_confirmed"),
        ({"flag": ""}, "flag", "not_confirmed"),
        ({"source": ""}, "source", "empty"),
        ({"period": ""}, "period", "empty"),
        ({"gbt4754_division_code": "00"}, "gbt4754_division_code", "unknown_industry"),
        ({"gbt4754_division_code": "384"}, "gbt4754_division_code", "unknown_industry"),
        ({"contracts": ""}, "contracts", "not_a_number"),
        ({"contracts": "0"}, "contracts", "not_a_number"),
        ({"contracts": "many"}, "contracts", "not_a_number"),
        ({"contracts": "1/0"}, "contracts", "not_a_number"),
        ({"fixed_avg_cny_10k": "-1"}, "fixed_avg_cny_10k", "not_a_number"),
        ({"fixed_avg_cny_10k": "0.0000001"}, "fixed_avg_cny_10k", "not_a_number"),
        ({"royalty_base": "sales"}, "royalty_base", "unknown_base"),
    ],
)
def test_a_bad_row_is_refused_by_row_and_column(session, bring_in, change, column, code):
    result = bring_in({"period": "2023"}, change)
    assert result.exit_code == 1
    found = report(result)
    assert found["created"] == 1
    (refused,) = found["refused"]
    assert (refused["row"], refused["column"], refused["code"]) == (3, column, code)
    assert f"row 3, {column}: {refused['message']}" in result.stderr
    assert session.scalar(select(func.count(FeeBenchmark.id))) == 1


def test_recalled_figures_never_come_in(session, bring_in, shared_data):
    bring_in({"flag": "RECALLED", "source": "from memory"})
    assert session.scalar(select(func.count(FeeBenchmark.id))) == 0


def test_the_operators_template_has_our_columns(shared_data):
    header = (shared_data / "reference/cnipa_license_stats_by_industry.csv").read_text().strip()
    assert tuple(header.split(",")) == COLUMNS


def test_a_missing_column_stops_the_import(bring_in):
    result = bring_in({}, columns=[name for name in COLUMNS if name != "flag"])
    assert result.exit_code == 2
    assert "flag" in result.stderr


def test_a_missing_file_stops_the_import(app):
    result = app.test_cli_runner().invoke(args=["fees", "import", "no-such-file.csv"])
    assert result.exit_code == 2


def test_a_figure_that_is_not_published_leaves_its_method_out(session, bring_in):
    bring_in({"patents": "", "royalty_avg_rate_pct": ""}, {"period": "x"})
    assert session.scalars(select(FeeBenchmark)).first().statistics.annual_fee is None


def test_plain_words_without_json(bring_in):
    result = bring_in({}, options=())
    assert result.stdout.strip() == "1 read, 1 created, 0 updated, 0 unchanged, 0 refused"
