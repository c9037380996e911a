import re
from pathlib import Path

import pytest

from marketplace.web_parts.tones import TONES, tone_of
from tests.web_parts.gallery import make_gallery

ROOT = Path(__file__).resolve().parents[2]
SHEET = (ROOT / "static" / "css" / "site.css").read_text(encoding="utf-8")
TEMPLATES = [
    path
    for folder in ("layouts", "components", "errors")
    for path in sorted((ROOT / "templates" / folder).glob("*.html"))
]
ERRORS = (400, 403, 404, 409, 413, 422, 429, 500)
PAIRS = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "accent", "done", "due", "overdue", "idle")
    for ground in ("paper", "ground")
] + [
    ("on-fill", "fill"),
    ("on-fill", "fill-hover"),
    ("on-bar", "bar"),
    ("ink", "found"),
    ("ink-2", "sunken"),
    ("accent", "accent-soft"),
    ("done", "done-soft"),
    ("due", "due-soft"),
    ("overdue", "overdue-soft"),
    ("idle", "idle-soft"),
    ("ink", "due-soft"),
    ("accent", "due-soft"),
]


def _tokens(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def _themes():
    light = _tokens(SHEET[SHEET.index(":root") : SHEET.index("@media")])
    dark = SHEET[SHEET.index("prefers-color-scheme: dark") : SHEET.index("/* Ground")]
    return {"light": light, "dark": light | _tokens(dark)}


def _luminance(color):
    """Relative luminance of WCAG 2.2."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first, second):
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_values():
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_has_contrast_in_both_themes(theme, ink, ground):
    tokens = _themes()[theme]
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
def test_the_edges_of_controls_have_contrast(theme, ground):
    tokens = _themes()[theme]
    assert _contrast(tokens["edge"], tokens[ground]) >= 3


def test_the_sheet_is_small_and_fetches_nothing_from_elsewhere():
    assert len(SHEET.encode()) <= 44 * 1024
    assert "@import" not in SHEET
    assert re.findall(r"url\((.*?)\)", SHEET) == ['"../img/select.svg"']


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_obey_the_strict_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert "//" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_each_template_says_first_how_to_use_it(path):
    assert path.read_text(encoding="utf-8").startswith("{# ")


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_says_what_happened_what_is_safe_and_what_to_do(status):
    page = make_gallery().test_client().get(f"/errors/{status}?lang=en").get_data(as_text=True)
    for words in ("What happened", "What is safe", "What to do", f"Error {status}"):
        assert words in page
    assert page.count("<h1") == 1
    assert "Not stated" not in page


@pytest.mark.parametrize(
    ("lang", "tag", "other"), [("zh_CN", "zh-CN", "en"), ("en", "en", "zh_CN")]
)
def test_the_page_names_its_language_and_offers_the_other(lang, tag, other):
    page = make_gallery().test_client().get(f"/listing?lang={lang}").get_data(as_text=True)
    assert f'<html lang="{tag}">' in page
    assert f'name="lang" value="{other}"' in page


def test_every_known_state_has_a_tone():
    assert tone_of("effective") == "done"
    assert tone_of("use_stopped") == "overdue"
    assert tone_of("awaiting_payment") == "due"
    assert tone_of("never heard of") == "idle"
    assert {tone_of(value) for value in ("paid", "due", "refused", "ready", "draft")} == set(TONES)
