"""The benchmark measures what it says: the outlook is left out, the peer is BM25, halves are fixed."""

import json
from argparse import Namespace

import pytest

from tests.benchmarks import __main__ as runner
from tests.benchmarks import relevance
from tests.benchmarks.bigrams import BigramBM25, bigrams
from tests.patents.factories import a_number


def test_the_outlook_column_is_left_out_of_both_forms_of_a_list():
    for heading in (
        ["申请号", "产业化前景描述", "技术优势"],
        ["app_no", "market_outlook", "title"],
    ):
        text = relevance.without_outlook([heading, ["1", "secret", "3"]]).decode()
        assert "secret" not in text
        assert text.splitlines()[1] == "1,3"


def test_the_peer_ranks_by_bigrams():
    peer = BigramBM25({"a": "锂电池极片干燥", "b": "水泵叶轮", "c": "电池"})
    assert bigrams("A b锂") == ["ab", "b锂"]
    assert peer.best("极片的干燥") == ["a"]
    assert peer.best("电池")[0] == "c"


def test_shares_count_the_place_of_the_wanted_patent():
    questions = [("one", "a"), ("two", "b")]
    parts, _ = relevance.compare(questions, lambda text: ["a", "b"], lambda text: ["b"])
    assert [(part.name, part.figure, part.peer_figure) for part in parts] == [
        ("R@1", 0.5, 0.5),
        ("R@10", 1.0, 0.5),
    ]
    assert [part.holds for part in parts] == [False, True]


def test_the_whole_run_ends_in_one_line_of_json(tmp_path, capsys):
    numbers = [a_number() for _ in range(3)]
    titles = ["红外干燥极片的装置", "叶轮水泵", "台灯支架"]
    rows = [["申请号", "专利类别", "专利名称", "技术优势", "产业化前景描述"]]
    rows += [
        [number, "发明专利", title, f"{title}好用", f"需要{title}"]
        for number, title in zip(numbers, titles, strict=True)
    ]
    source = tmp_path / "list.csv"
    source.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    queries = tmp_path / "queries.csv"
    asked = "\n".join(f"q,{row[4]},CN{row[0]},{row[2]}" for row in rows[1:])
    queries.write_text("qid,query,app_no,title\n" + asked, encoding="utf-8")
    assert runner.main(["relevance", "--list", str(source), "--queries", str(queries)]) == 0
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["name"] == "relevance"
    assert line["size"] == 3
    assert [part["name"] for part in line["parts"]] == ["R@1", "R@10"]
    assert line["parts"][0]["figure"] == 1.0


def test_a_list_that_is_not_there_could_not_run(tmp_path, capsys):
    assert runner.main(["relevance", "--list", str(tmp_path / "none.csv")]) == 2


def test_an_unknown_name_is_refused():
    with pytest.raises(SystemExit):
        runner.main(["nothing"])


def test_real_queries_meet_the_goal(shared_data, capsys):
    last = json.loads(relevance.run(Namespace(list=None, queries=None)).splitlines()[-1])
    assert [part["holds"] for part in last["parts"]] == [True, True], last
