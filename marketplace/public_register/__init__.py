"""The public register 许可信息公开: that a license exists, its parties by their choice, no price."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, words and what the patent page shows."""
    from marketplace.public_register import labels
    from marketplace.public_register.queries import of_patent
    from marketplace.public_register.views import blueprint, region_text
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    register_labels(labels.SHOWN, labels.STATE)
    app.add_template_global(of_patent, "register_of_patent")
    app.add_template_global(region_text, "register_region")
