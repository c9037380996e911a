"""Promotional wording in a declaration (R-77; 细则 85(3), LAW 1.6): found, marked, mended or
confirmed; technical text raises no alarm."""

import csv
import gzip

import pytest

from marketplace.database import transaction
from marketplace.declarations import advertising, services, wording
from marketplace.declarations.models import DeclarationStatus as S
from marketplace.declarations.problems import Blocked
from marketplace.declarations.wording import ON_LISTINGS, Promotion, marks, pieces, promotional
from tests.accounts.factories import client_of, owner_of
from tests.declarations.factories import make_declaration

pytestmark = pytest.mark.usefixtures("app")

ADVERTS = {
    "本专利技术国内领先，年收益超过百万元。": ["国内领先", "年收益超过"],
    "超级优惠，限时特惠，欢迎来电咨询！": ["超级", "限时特惠", "欢迎来电"],
    "独家技术，保证收益，零风险。": ["独家", "保证收益", "零风险"],
    "最先进的工艺，填补国内空白。": ["最先进", "填补国内空白"],
    "低价许可，先到先得，咨询热线 400": ["低价许可", "先到先得", "咨询热线"],
    "知名品牌推荐，市场前景十分广阔，潜力巨大。": ["知名品牌", "前景十分广阔", "潜力巨大"],
    "国际先进水平、行业第一": ["国际先进水平", "行业第一"],
    "World-leading technology, unbeatable, call now": ["World-leading", "unbeatable", "call now"],
}
FACTS = (
    "一次总付30,000.00元，自生效之日起30日内付清。",
    "参照2024年全国普通许可合同平均金额171.1万元、平均期限2.8年估算，预计被许可人5家。",
    "本许可无偿，被许可人免付许可使用费。",
    "联系人：王经理，电话 020-87110000，邮箱 ip@example.edu.cn",
    "第一电极与第二电极之间设有超级电容器，测得绝对湿度与绝对误差。",
    "每个节点具有唯一标识，求得最优解与最佳工况，采用最小二乘法。",
    "限时控制器在特别设定的时间内保证温度均匀，打折角处设有卡扣。",
    "前10家被许可人免付许可使用费。",
    "按净销售额的2%提成，每年不低于10,000元。",
)


@pytest.mark.parametrize("text", ADVERTS)
def test_an_examiners_objections_are_found(text):
    assert promotional(text) == ADVERTS[text]


@pytest.mark.parametrize("text", FACTS)
def test_facts_and_technical_words_raise_no_alarm(text):
    assert marks(text) == ()


@pytest.mark.parametrize("text", [*ADVERTS, *FACTS])
def test_marks_lie_where_the_words_are_and_the_pieces_are_the_text(text):
    assert all(text[mark.start : mark.end] == mark.word for mark in marks(text))
    assert "".join(piece.text for piece in pieces(text)) == text
    assert [piece.text for piece in pieces(text) if piece.why] == [m.word for m in marks(text)]


def test_every_pattern_finds_something_of_its_own():
    assert {mark.why for text in ADVERTS for mark in marks(text)} == set(Promotion)
    assert marks("前景广阔")
    assert not marks("前景广阔", ON_LISTINGS)


def test_without_its_exception_a_pattern_would_raise_false_alarms(monkeypatch):
    """Negative control."""
    bare = tuple((why, words, None) for why, words, _ in wording._FOUND)
    monkeypatch.setattr(wording, "_FOUND", bare)
    assert promotional("超级电容器") == ["超级"]


def test_few_of_the_texts_that_institutions_publish_are_flagged(shared_data):
    path = shared_data / "lists" / "open_license_gdut_2026_march.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert not [row["title"] for row in rows if marks(row["title"])]
    for column, most in (("product_advantage", 0.02), ("market_outlook", 0.01)):
        texts = [row[column] for row in rows if row[column].strip()]
        assert sum(bool(marks(text, ON_LISTINGS)) for text in texts) < most * len(texts)


def test_titles_of_a_gazette_raise_next_to_no_alarm(shared_data):
    with gzip.open(
        shared_data / "patents" / "cn_gazette_20190709.csv.gz", "rt", encoding="utf-8-sig"
    ) as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert sum(bool(marks(title)) for title in titles) <= 5


def advertise(declaration, reason="", more="，国内领先"):
    with transaction():
        services.revise(
            declaration,
            owner_of(declaration.organization),
            fee_statement=declaration.fee_statement + more,
            contact=declaration.contact,
            wording_reason=reason,
        )


def submit(declaration):
    with transaction():
        services.submit_for_approval(declaration, owner_of(declaration.organization))


def test_papers_with_advertising_go_no_further_until_mended():
    declaration = make_declaration()
    plain = declaration.fee_statement
    advertise(declaration)
    with pytest.raises(Blocked) as refusal:
        submit(declaration)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.params["words"]) == ("promotional_wording", "国内领先")
    assert problem.article == "细则 85(3)"
    with transaction():
        services.revise(
            declaration,
            owner_of(declaration.organization),
            fee_statement=plain,
            contact=declaration.contact,
        )
    submit(declaration)
    assert declaration.status is S.APPROVING


def test_or_confirmed_with_a_reason_that_stays_with_the_record():
    declaration = make_declaration()
    advertise(declaration, "“国内领先”为被许可产品的注册名称")
    assert advertising.confirmations(declaration) == {
        "国内领先": "“国内领先”为被许可产品的注册名称"
    }
    submit(declaration)
    assert declaration.status is S.APPROVING


def test_a_reason_covers_only_the_words_that_it_was_given_for():
    declaration = make_declaration()
    advertise(declaration, "产品名称")
    advertise(declaration, more="，独家")
    with pytest.raises(Blocked) as refusal:
        submit(declaration)
    assert refusal.value.problems[0].params["words"] == "独家"


def test_without_the_rule_the_papers_would_pass(monkeypatch):
    """Negative control."""
    declaration = make_declaration()
    advertise(declaration)
    monkeypatch.setattr(advertising, "problems", lambda _: ())
    submit(declaration)
    assert declaration.status is S.APPROVING


def test_the_page_marks_the_words_and_takes_the_reason(app):
    declaration = make_declaration()
    advertise(declaration)
    browser = client_of(app, owner_of(declaration.organization))
    page = browser.get(f"/declarations/{declaration.public_id}").text
    assert "<mark" in page
    assert ">国内领先<" in page
    assert 'name="wording_reason"' in page
    clean = make_declaration()
    page = client_of(app, owner_of(clean.organization)).get(f"/declarations/{clean.public_id}").text
    assert "<mark" not in page
