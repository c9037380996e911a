"""The public text of an open-source license on patents; acceptance is optional."""

from marketplace.agreements.legal.clauses import TERMS, FixedClause, LegalText

OPEN_SOURCE = LegalText(
    key="open_source_license",
    version="open_source_license/1",
    title="专利开源许可文本",
    title_en="Public text of an open-source patent license",
    clauses=(
        FixedClause(
            "公开许可",
            "专利权人以本文本向不特定的单位和个人公开许可其实施所列专利，实施无须另行签署；"
            "实施人可以选择留存接受记录。",
            "Public license",
            "By this text the patentee licenses everybody to exploit the listed patents; no "
            "signature is needed, and an acceptance may be put on record.",
        ),
        TERMS,
        FixedClause(
            "不主张权利",
            "实施人遵守本文本的，专利权人不就其实施行为主张所列专利权。",
            "No assertion",
            "The patentee does not assert the listed patents against those who keep to this text.",
        ),
        FixedClause(
            "按现状提供",
            "所列专利按现状许可，专利权人不保证其适合特定用途，法律另有规定的除外。",
            "As it is",
            "The patents are licensed as they are; fitness for a purpose is not warranted unless "
            "the law says otherwise.",
            limits_liability=True,
        ),
        FixedClause(
            "版本",
            "本文本按版本发布，新版本不影响在先版本下已经开始的实施。",
            "Version",
            "The text is published by version; a new version does not affect use begun under an "
            "earlier one.",
        ),
    ),
)
