"""The same record, the same bytes and the same words."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from marketplace.config import ROOT
from marketplace.documents import rendering
from marketplace.documents.rendering import MARK, UnknownTemplate, render
from marketplace.types import Money
from tests.documents.factories import DAY, LONG_NAME, RARE, rendered_data, text_of

LETTER = {"title": "无偿许可情况说明", "paragraphs": ["特此说明。"], "recipient": "受理窗口"}


def frame(**values):
    keys = ("document_id", "language", "date", "operator", "verification_url")
    return {**{key: rendered_data()[key] for key in keys}, **values}


def test_two_processes_make_the_same_bytes():
    program = (
        "import json,sys,hashlib;from marketplace.documents.rendering import render;"
        "print(hashlib.sha256(render('agreement',json.load(sys.stdin))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(rendered_data()),
        text=True,
        capture_output=True,
        cwd=ROOT,
        env={"HOME": "/nonexistent", "TZ": "America/New_York"},
        check=True,
    )
    here = hashlib.sha256(render("agreement", rendered_data())).hexdigest()
    assert done.stdout.strip() == here


def test_another_record_makes_other_bytes():
    assert render("agreement", rendered_data()) != render("agreement", rendered_data(title="合同"))


def test_rare_characters_and_long_names_come_out_as_the_same_code_points():
    text = text_of(render("agreement", rendered_data()))
    assert len(LONG_NAME) >= 59
    assert LONG_NAME in text
    assert RARE in text


NAME = "示范市" + "㛃𠮷·精密机械制造与新能源电池材料" * 3 + "科技（Ａ１）有限公司"
SHEETS = {
    "agreement": {
        "title": "专利实施许可合同",
        "parties": [{"role": "许可人", "name": NAME, "rows": [{"label": "联系人", "value": RARE}]}],
        "clauses": [],
    },
    "statement": {"title": "情况说明", "recipient": NAME, "paragraphs": [RARE]},
    "receipt": {
        "title": "收款确认",
        "facts": [{"label": "付款方", "value": NAME}],
        "columns": [{"label": "事由"}, {"label": "金额", "align": "right"}],
        "rows": [[RARE, "1.00"]],
    },
    "copysheet": {
        "title": "填报对照稿",
        "groups": [
            {
                "title": "一",
                "fields": [{"order": "1", "label": "专利权人", "value": NAME, "note": RARE}],
            }
        ],
    },
}


def glyphs(pdf):
    """The glyph numbers that the pages draw (two bytes each; 0 is .notdef)."""
    for page in PdfReader(BytesIO(pdf)).pages:
        for operands, operator in page.get_contents().operations:
            if operator in {b"Tj", b"TJ"}:
                parts = operands[0] if isinstance(operands[0], list) else operands
                codes = b"".join(_raw(part) for part in parts if not isinstance(part, int | float))
                yield from zip(codes[::2], codes[1::2], strict=True)


def _raw(part):
    return part if isinstance(part, bytes) else part.original_bytes


@pytest.mark.parametrize("template", SHEETS)
def test_names_of_sixty_characters_and_rare_ones_in_every_paper_as_poppler_reads_them(
    template, tmp_path
):
    """R-11."""
    assert len(NAME) >= 60
    pdf = render(template, frame(**SHEETS[template]))
    assert (0, 0) not in set(glyphs(pdf))
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    words = "".join(told.stdout.decode().split())
    assert NAME in words
    assert RARE in words


HASH = "3f93395efb945ce99873e59d983fd83e3c907b5e4077de795b7d2b9efa3068a1"
NARROW = {
    "title": "尽职免责档案",
    "sections": [
        {
            "title": "过程记录",
            "columns": [{"label": "事项", "width": 90}, {"label": "事实", "width": 30}],
            "rows": [[NAME, f"条款指纹：{HASH}"]],
        }
    ],
}


def right_edge(pdf, path):
    """How far to the right any word stands, and the width of the page, in points."""
    path.write_bytes(pdf)
    shown = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
    words = shown.stdout.decode()
    width = float(re.search(r'page width="([\d.]+)"', words)[1])
    return max(float(each) for each in re.findall(r'xMax="([\d.]+)"', words)), width


def test_nothing_runs_off_the_page_and_a_hash_is_read_whole(tmp_path, monkeypatch):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    pdf = render("record", frame(**NARROW))
    edge, width = right_edge(pdf, tmp_path / "paper.pdf")
    assert edge < width - 60
    assert HASH in text_of(pdf)
    unbroken = frame(**NARROW) | {"sections": [{**NARROW["sections"][0], "rows": [["", "x" * 64]]}]}
    edge, width = right_edge(render("record", unbroken), tmp_path / "control.pdf")
    assert edge > width - 60, "control: what has no place to break would be seen"


def test_without_the_replacement_a_missing_glyph_would_be_drawn(monkeypatch):
    """Negative control: the look at the glyphs sees .notdef (PDF/A, too, would refuse it)."""
    monkeypatch.setattr(rendering, "_STANDARD", "1.7")
    monkeypatch.setattr(rendering, "printable", lambda text: text)
    pdf = render("statement", frame(**{**LETTER, "paragraphs": ["甲\U000f1234乙"]}))
    assert (0, 0) in set(glyphs(pdf))


def test_no_glyph_is_missing_even_for_characters_without_a_face():
    pdf = render("agreement", rendered_data(recitals=["甲😀乙\u200b丙"]))
    text = text_of(pdf)
    assert "甲〔U+1F600〕乙" in text
    assert "\x00" not in text
    assert "�" not in text


def test_a_text_of_a_user_is_never_markup():
    hostile = '#evil[*x*] $a$ _b_ `c` @d <e> \\ // /* #sys.inputs "f" = g'
    text = text_of(render("agreement", rendered_data(recitals=[hostile])))
    assert "".join(hostile.split()) in text


def test_only_the_shipped_fonts_are_used_and_all_are_embedded():
    names = set()
    for page in PdfReader(BytesIO(render("agreement", rendered_data()))).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in descendant["/FontDescriptor"].get_object()
            names.add(str(font.get_object()["/BaseFont"]).split("+")[-1].split("-Identity")[0])
    assert names <= {"NotoSerifCJKsc-Regular", "NotoSerifCJKsc-Bold", "NotoSansCJKsc-Regular"}
    assert len(names) == 3


def test_the_file_is_pdf_a_with_id_language_and_day_of_the_record():
    reader = PdfReader(BytesIO(render("agreement", rendered_data())))
    xmp = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in xmp
    assert reader.metadata["/Keywords"] == MARK + "7k3m9p2x4q8r5t6v"
    assert reader.trailer["/Root"]["/Lang"].startswith("zh")
    assert reader.metadata["/CreationDate"].startswith("D:" + DAY.replace("-", ""))


def test_a_subset_of_the_fonts_keeps_the_file_small():
    assert len(render("agreement", rendered_data())) < 200 * 1024


@pytest.mark.parametrize(
    ("template", "data", "words"),
    [
        ("statement", LETTER, ["受理窗口：", "特此说明。"]),
        (
            "copysheet",
            {
                "title": "填报对照稿",
                "groups": [
                    {
                        "title": "一、专利信息",
                        "fields": [
                            {"order": "1", "label": "专利号", "value": "2021", "note": "核对"}
                        ],
                    }
                ],
            },
            ["序号栏目填写内容来源注意", "专利号", "2021", "核对"],
        ),
        (
            "receipt",
            {
                "title": "收款确认",
                "columns": [{"label": "事由"}, {"label": "金额", "align": "right"}],
                "rows": [["入门费", "12,000.00"]],
                "total": {"label": "合计", "value": "¥12,000.00"},
            },
            ["入门费12,000.00", "合计¥12,000.00"],
        ),
    ],
)
def test_every_template_prints_its_data(template, data, words):
    text = text_of(render(template, frame(**data)))
    for word in [*words, "文档标识7k3m9p2x4q8r5t6v", "第1页，共1页", "平台签署记录"]:
        assert word in text


def test_a_document_in_english_has_an_english_frame():
    text = text_of(render("statement", frame(**{**LETTER, "language": "en"})))
    assert "Page1of1" in text
    assert "Documentid" in text


def test_a_preview_says_so_on_every_page():
    text = text_of(render("agreement", rendered_data(draft=True, verification_url="")))
    assert "预览稿" in text
    assert "预览稿" not in text_of(render("agreement", rendered_data()))


@pytest.mark.parametrize("key", ["document_id", "language", "title", "date", "operator"])
def test_what_every_document_needs_is_named_when_absent(key):
    with pytest.raises(ValueError, match=key):
        render("agreement", rendered_data(**{key: ""}))


def test_another_language_or_template_is_refused():
    with pytest.raises(ValueError, match="fr"):
        render("agreement", rendered_data(language="fr"))
    with pytest.raises(UnknownTemplate):
        render("../agreement", rendered_data())


records = st.fixed_dictionaries(
    {
        "fen": st.integers(min_value=0, max_value=2_000_000_000),
        "number": st.integers(min_value=1, max_value=999_999),
        "rate": st.integers(min_value=1, max_value=1_000_000),
        "day": st.dates(),
        "name": st.text(
            st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=60
        ),
    }
)


def shown(record):
    """The figures of a record as a document shows them, one line each."""
    return [
        f"金额¥{Money(record['fen']).yuan()}元",
        f"编号KF-2026-{record['number']:06d}号",
        f"提成率{record['rate']}ppm",
        f"到期日{record['day'].isoformat()}止",
        f"名称{record['name']}。",
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(records, min_size=25, max_size=25))
def test_amounts_numbers_dates_and_names_are_those_of_the_record(batch):
    lines = [line for record in batch for line in shown(record)]
    text = text_of(render("statement", frame(**{**LETTER, "paragraphs": lines})))
    for line in lines:
        assert line in text


def test_the_property_above_would_see_a_wrong_figure(monkeypatch):
    printed = rendering.printable
    monkeypatch.setattr(
        rendering, "printable", lambda text: printed(text).replace("12,000", "12,001")
    )
    text = text_of(render("statement", frame(**{**LETTER, "paragraphs": ["金额¥12,000.00元"]})))
    assert "金额¥12,000.00元" not in text
