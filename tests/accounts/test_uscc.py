import csv

import pytest

from marketplace.accounts import uscc
from tests.accounts.factories import credit_code

VALID = "91350100M000100Y43"


@pytest.mark.parametrize("code", [VALID, "91110108551385082Q"])
def test_sound_codes_are_read_as_they_stand(code):
    assert uscc.parse(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "91350100m000100y43",
        " 91350100 M000 100Y43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100-M000100Y-43",
        "91350100\u3000M000100Y43",
    ],
)
def test_every_writing_of_a_code_is_the_same_code(typed):
    assert uscc.parse(typed) == VALID


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "uscc_length"),
        ("91350100M000100Y4", "uscc_length"),
        ("91350100M000100Y430", "uscc_length"),
        ("91350100MO00100Y43", "uscc_character"),
        ("91350100M00010ⅣY4", "uscc_character"),
        ("91A50100M000100Y43", "uscc_region"),
        ("91310115MA1H8R7C6D", "uscc_check"),
        ("91350100M000100Y34", "uscc_check"),
    ],
)
def test_the_failed_check_is_named(typed, code):
    with pytest.raises(uscc.CodeError) as refusal:
        uscc.parse(typed)
    assert refusal.value.code == code
    assert refusal.value.field == "code"


def test_the_message_names_the_place_of_a_wrong_character():
    with pytest.raises(uscc.CodeError, match=r"Character 10 \(O\)"):
        uscc.parse("91350100MO00100Y43")


def test_a_remainder_of_zero_asks_for_the_character_0():
    bodies = (credit_code(number)[:17] for number in range(1, 200))
    assert any(uscc.check_character(body) == "0" for body in bodies)


def test_one_changed_character_is_always_found():
    for place, original in enumerate(VALID):
        for other in uscc.ALPHABET:
            if other != original:
                assert not uscc.is_valid(VALID[:place] + other + VALID[place + 1 :])


def test_the_region_stands_in_the_code():
    assert uscc.region_of(VALID) == "350100"


def test_the_samples_of_other_checkers_agree(shared_data):
    with (shared_data / "reference" / "uscc_samples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 35
    differing = [row for row in rows if uscc.is_valid(row["code"]) != (row["valid"] == "True")]
    assert differing == []
