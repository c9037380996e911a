"""The site's own texts for open-source licenses on patents (专利开源), by key and version.

Legal texts: the Chinese counts. A changed word means a new version beside the old one, for a
listing names its text by version and hash and keeps it; so does every acceptance.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Final

import rfc8785

from marketplace.terms.parts import PublicText


@dataclass(frozen=True)
class Article:
    """One article in both languages; ``limits_liability`` as in 民法典 496."""

    heading: str
    text: str
    heading_en: str
    text_en: str
    limits_liability: bool = False


@dataclass(frozen=True)
class OpenText:
    """A text; ``conditions`` say in plain words, Chinese and English, what a user must keep to."""

    key: str
    version: str
    title: str
    title_en: str
    conditions: tuple[tuple[str, str], ...]
    articles: tuple[Article, ...]

    @property
    def sha256(self) -> str:
        """Over the canonical JSON of all that the text says."""
        return hashlib.sha256(rfc8785.dumps(_plain(self))).hexdigest()

    @property
    def part(self) -> PublicText:
        """As the terms record names it."""
        return PublicText(key=self.key, version=self.version, sha256=self.sha256)


def _plain(text: OpenText) -> Any:
    data = asdict(text)
    data["conditions"] = [list(each) for each in text.conditions]
    data["articles"] = [asdict(each) for each in text.articles]
    return data


_AS_IT_IS: Final = Article(
    "按现状提供",
    "所列专利按现状许可，专利权人不保证其适合特定用途，不保证实施不落入他人的权利范围，法律另有规定的除外。",
    "As it is",
    "The patents are licensed as they are; neither fitness for a purpose nor freedom from rights of "
    "others is warranted unless the law says otherwise.",
    limits_liability=True,
)
_VERSION: Final = Article(
    "版本",
    "本文本按版本公布。专利权人改用新版本的，发布新的许可信息；依旧版本开始的实施和已经留存的接受记录，仍适用旧版本。",
    "Version",
    "The text is published by version. For a new version the patentee publishes a new listing; use "
    "begun and acceptances recorded under an earlier version stay under it.",
)

FREE_LICENSE: Final = OpenText(
    key="patent-free-license",
    version="1",
    title="专利无偿许可文本",
    title_en="Free patent license",
    conditions=(
        ("不收取许可使用费，无须另行签署。", "No fee, and no signature is needed."),
        (
            "只限中国境内，不是独占许可，不得转许可。",
            "China only, not exclusive, and without the right to sublicense.",
        ),
        ("专利权终止或者被宣告无效时，许可随之结束。", "It ends where the patent right ends."),
    ),
    articles=(
        Article(
            "无偿许可",
            "专利权人许可任何单位和个人自本文本公布之日起，在所列专利权有效期内，在中国境内无偿实施所列专利。",
            "Free license",
            "The patentee licenses everybody to exploit the listed patents in China, free of charge, "
            "from the day of publication for as long as the patents are in force.",
        ),
        Article(
            "许可性质",
            "本许可为普通许可，被许可人不得转许可，但可以委托他人为自己制造。",
            "Kind of license",
            "The license is an ordinary one without the right to sublicense; the licensee may have "
            "others manufacture for itself.",
        ),
        Article(
            "接受记录",
            "实施无须另行签署。实施人可以在平台留存接受记录，作为取得许可的凭证。",
            "Acceptance on record",
            "No signature is needed. An acceptance may be put on record as proof of the license.",
        ),
        _AS_IT_IS,
        _VERSION,
    ),
)
NON_ASSERT: Final = OpenText(
    key="patent-non-assert",
    version="1",
    title="专利不主张权利承诺（附防御性终止）",
    title_en="Patent non-assertion promise with defensive termination",
    conditions=(
        (
            "专利权人承诺不就所列专利对遵守本文本的实施人主张权利。",
            "The patentee promises not to assert the listed patents against who keeps to the text.",
        ),
        (
            "谁先就相同技术领域的专利起诉专利权人或者其他遵守本文本的实施人，谁就失去这一承诺。",
            "Whoever first sues the patentee, or another user under this text, over patents in the "
            "same field loses the promise.",
        ),
        ("不收取许可使用费，无须另行签署。", "No fee, and no signature is needed."),
    ),
    articles=(
        Article(
            "不主张权利",
            "对遵守本文本的单位和个人，专利权人承诺不就其在中国境内实施所列专利的行为主张专利权，不收取许可使用费。",
            "No assertion",
            "Against those who keep to this text the patentee does not assert the listed patents for "
            "exploitation in China, and asks no fee.",
        ),
        Article(
            "防御性终止",
            "实施人先就相同技术领域的专利，对专利权人或者其他遵守本文本的实施人提起侵权诉讼或者请求行政处理的，"
            "自提起之日起，专利权人对该实施人的承诺终止；终止前的实施行为不受影响。"
            "仅为应对他人在先提起的诉讼或者请求而提起的除外。",
            "Defensive termination",
            "Where a user is the first to sue, or to ask the authorities to act against, the patentee "
            "or another user under this text over patents in the same field, the promise to that user "
            "ends on that day; earlier use stays free. Answering a suit of another does not count.",
        ),
        Article(
            "权利转移",
            "专利权人转让所列专利的，应当要求受让人书面承受本承诺。",
            "Transfer",
            "On an assignment the patentee has the assignee take over this promise in writing.",
        ),
        _AS_IT_IS,
        _VERSION,
    ),
)

CATALOGUE: Final = (FREE_LICENSE, NON_ASSERT)
DEFAULT: Final = FREE_LICENSE
"""What an open-source listing stands under while its patentee chooses no other."""


def published(key: str, version: str) -> OpenText | None:
    """A text of the catalogue; None where there is no such text."""
    return next((each for each in CATALOGUE if (each.key, each.version) == (key, version)), None)
