"""From nobody to a verified organization with a verified account, in the browser."""

from io import BytesIO

from marketplace.accounts import policies, queries, services
from marketplace.database import transaction
from marketplace.extensions import db
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, make_administrator

EMAIL = "founder@example.com"


def test_a_newcomer_registers_and_is_verified(app, client, mailed_path, tags, inbox):
    administrator = make_administrator()
    visit(client, "/register").send(email=EMAIL, name="陈工", password=PASSWORD, consent="y")
    page = visit(client, mailed_path(EMAIL)).send(password=PASSWORD)
    assert page.response.location == "/organization"

    page = visit(client, "/organization/new")
    page = page.send(kind="company", name="测试有限公司", code="91350100M000100Y43").follow()
    page.send(evidence=(BytesIO(b"%PDF-1.7"), "license.pdf"))
    visit(client, "/organization/authority").send(accepted="y")
    visit(client, "/organization/payee-accounts").send(
        bank="中国银行", account_number="6222000011112222"
    )

    (organization,) = db.session.scalars(queries.awaiting_verification())
    with transaction():
        services.verify_organization(organization, administrator)
    (account,) = db.session.scalars(queries.payee_accounts_to_verify())
    with transaction():
        services.verify_payee_account(account, administrator)

    founder = organization.memberships[0].user
    assert policies.may_sign(founder, organization)
    assert organization.payee_account == account
    assert "**** 2222" in visit(client, "/organization").text
    assert visit(client, "/inbox?lang=en").text.count("is verified") == 2
    assert tags() == [
        "user:register",
        "user:confirm",
        "organization:create",
        "organization:request_verification",
        "organization:state_authority",
        "payee_account:state",
        "organization:verify",
        "payee_account:verify",
    ]
