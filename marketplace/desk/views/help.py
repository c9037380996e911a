"""Help in both languages, each written natively."""

from flask import render_template

from marketplace.desk import filing_law, law
from marketplace.desk.help import BY_SLUG, TOPICS
from marketplace.desk.views import blueprint
from marketplace.errors import Missing
from marketplace.web import language


@blueprint.get("/help")
def help_index() -> str:
    return render_template("desk/help.html", topics=TOPICS)


@blueprint.get("/help/<slug>")
def help_topic(slug: str) -> str:
    topic = BY_SLUG.get(slug)
    if topic is None:
        raise Missing()
    tongue = "en" if language() == "en" else "zh"
    return render_template(
        "desk/help_topic.html",
        topic=topic,
        text=f"desk/help/{slug}.{tongue}.html",
        others=[each for each in TOPICS if each is not topic],
        law=law.tables() if slug == "law" else None,
        filings=filing_law.tables(language()) if slug == "filings" else None,
        cited=lambda article: law.article_name(article, language()),
    )
