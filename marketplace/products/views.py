"""``/products``: the maker's products, each with its patents, sales, filing and recognition."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import login_required

from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.models import Organization
from marketplace.accounts.policies import may_manage
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.patents.reference import industry_code
from marketplace.products import policies, queries, services
from marketplace.products.forms import NumberForm, ProductForm, SalesForm, UseForm
from marketplace.products.labels import EVENTS
from marketplace.products.models import Product
from marketplace.web import refusals_at_fields, see_other
from marketplace.web_parts.charts import Bar

blueprint = Blueprint("products", __name__)


@blueprint.route("/products", methods=["GET", "POST"])
@login_required
def index() -> Any:
    """The products of the acting organization, and a new one."""
    organization, form = _own(), ProductForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                product = services.enter(
                    organization,
                    form.name.data or "",
                    present_user(),
                    models=form.models.data or "",
                    industry=industry_code(form.industry.data) if form.industry.data else None,
                    produced_since=form.produced_since.data,
                )
                public_id = product.public_id
            return see_other(".show", product_id=public_id)
    page = render_template(
        "products/index.html",
        products=queries.of_organization(organization),
        form=form,
        may_edit=may_manage(present_user(), organization),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/products/<product_id>")
@login_required
def show(product_id: str) -> str:
    return _page(_visible(product_id))


@blueprint.post("/products/<product_id>/patents")
@login_required
def add_patent(product_id: str) -> Any:
    """Name a patent and what it does."""
    product, form = _editable(product_id), UseForm(prefix="use")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.add_patent(
                    product, form.number.data or "", form.role.data or "", present_user()
                )
            return see_other(".show", product_id=product_id)
    return _page(product, use=form), 422


@blueprint.post("/products/<product_id>/sales")
@login_required
def state_sales(product_id: str) -> Any:
    """State the sales of a year."""
    product, form = _editable(product_id), SalesForm(prefix="sales")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.state_sales(
                    product,
                    form.year.data or 0,
                    form.net_sales.data or 0,
                    form.units.data,
                    present_user(),
                )
            return see_other(".show", product_id=product_id)
    return _page(product, sales=form), 422


_STEPS = {"filing": services.file_by, "recognition": services.recognize}


@blueprint.post("/products/<product_id>/<any(filing,recognition):step>")
@login_required
def step(product_id: str, step: str) -> Any:
    """Enter the number of the filing, and later that of the recognition."""
    product, form = _editable(product_id), NumberForm(prefix=step)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                _STEPS[step](product, form.number.data or "", form.day.data, present_user())
            return see_other(".show", product_id=product_id)
    return _page(product, **{step: form}), 422


@blueprint.post("/products/<product_id>/end")
@login_required
def discontinue(product_id: str) -> Any:
    product = _editable(product_id)
    with transaction():
        services.discontinue(product, present_user())
    return see_other(".show", product_id=product_id)


def _page(product: Product, **typed: Any) -> str:
    forms = {
        "use": UseForm,
        "sales": SalesForm,
        "filing": NumberForm,
        "recognition": NumberForm,
    }
    return render_template(
        "products/show.html",
        product=product,
        forms={
            name: typed.get(name) or form(formdata=None, prefix=name)
            for name, form in forms.items()
        },
        may_edit=policies.may_edit(present_user(), product),
        licenses=queries.licenses_of(product.organization),
        bars=[
            Bar(str(year), row.net_sales_fen // 100)
            for year, row in reversed(product.sales_by_year.items())
        ],
        events=history(product),
        event_texts=EVENTS,
    )


def _own() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def _visible(public_id: str) -> Product:
    product = queries.by_public_id(public_id)
    if not policies.may_view(present_user(), product):
        raise Missing()
    return product


def _editable(public_id: str) -> Product:
    product = _visible(public_id)
    if not policies.may_edit(present_user(), product):
        raise NotAllowed()
    return product
