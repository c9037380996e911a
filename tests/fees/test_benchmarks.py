"""Nothing unconfirmed ships, and what ships is what was published."""

import csv
from pathlib import Path

import pytest

from marketplace.fees import benchmarks
from marketplace.fees.benchmarks import UnconfirmedFigureError, confirmed
from marketplace.fees.labels import RoyaltyField

DATA = Path(benchmarks.__file__).parent / "data"
FIGURES = ["license_statistics.csv", "royalty_bands.csv"]


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FIGURES)
def test_every_shipped_figure_is_confirmed_and_has_a_source(name):
    assert all(row["flag"] == "CONFIRMED" and row["source"] for row in rows(DATA / name))


def test_nothing_recalled_stands_in_the_data_or_the_code():
    folder = DATA.parent
    for path in [*folder.rglob("*.csv"), *folder.rglob("*.py"), *folder.rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert "RECALLED" not in text, path
        assert "Goldscheider" not in text, path


@pytest.mark.parametrize("row", [{"flag": "RECALLED", "source": "x"}, {"flag": "CONFIRMED"}, {}])
def test_the_loader_refuses_what_is_not_confirmed(row):
    with pytest.raises(UnconfirmedFigureError, match="row 2"):
        list(confirmed([row]))


def test_every_field_of_a_band_has_a_label_and_codes():
    bands = {row["field"] for row in rows(DATA / "royalty_bands.csv")}
    assert bands == {field.value for field in RoyaltyField}
    assert {row["field"] for row in rows(DATA / "royalty_fields.csv")} == bands - {"any"}


def test_the_yearly_figures_are_those_of_the_reference_table(shared_data):
    published = {
        row["period"]: row for row in rows(shared_data / "reference/cnipa_license_stats_annual.csv")
    }
    names = {
        "contracts": "contracts_total",
        "patents": "patents_total",
        "patents_per_contract": "patents_per_contract",
        "fixed_contracts": "fixed_contracts",
        "fixed_average_10k_yuan": "fixed_avg_cny_10k",
        "fixed_average_years": "fixed_avg_term_years",
        "royalty_contracts": "royalty_contracts",
        "free_contracts": "free_contracts",
    }
    for row in rows(DATA / "license_statistics.csv"):
        origin = published[row["period"]]
        assert origin["flag"] == "CONFIRMED"
        assert {ours: row[ours] for ours in names} == {
            ours: origin[theirs] for ours, theirs in names.items()
        }


def test_the_bands_are_those_of_the_reference_table(shared_data):
    published = [
        (row["low_pct"], row["central_pct"], row["high_pct"], row["n"], row["source"])
        for row in rows(shared_data / "reference/royalty_published_other.csv")
        if row["flag"] == "CONFIRMED"
    ]
    for row in rows(DATA / "royalty_bands.csv"):
        shipped = tuple(
            row[name] for name in ("low_percent", "central_percent", "high_percent", "n", "source")
        )
        assert shipped in published
