"""Pages over several rooms: home, listing, agreement with its chain, my desk, help, health."""

from flask import Flask

from marketplace.desk import navigation
from marketplace.desk.deals import chains_of
from marketplace.desk.law import article_name
from marketplace.desk.views import blueprint
from marketplace.web import language


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.context_processor(navigation.context)
    app.jinja_env.globals["chains_of"] = chains_of
    app.add_template_filter(article_in_reader_language, "article")


def article_in_reader_language(article: str) -> str:
    """An article as pages cite it: "细则 86(1)" or "Implementing Regulations, Rule 86(1)"."""
    return article_name(article, language())
