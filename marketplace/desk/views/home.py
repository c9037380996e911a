"""``/``: the search is the page."""

from flask import render_template

from marketplace.desk.shopfront import shopfront
from marketplace.desk.views import blueprint
from marketplace.web import language


@blueprint.get("/")
def home() -> str:
    return render_template("desk/home.html", shop=shopfront(language()))
