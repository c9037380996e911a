from tests.accounts.browser import visit
from tests.accounts.factories import *
import pytest
def test_pages(app):
    c=app.test_client()
    for p in ["/register","/register/sent","/sign-in","/password","/password/sent","/rules/personal-information"]:
        assert visit(c,p).status==200
    org=make_organization()
    c=client_of(app, owner_of(org))
    m=make_member(org)
    for p in ["/account","/account/mail","/account/tokens","/account/password","/organization","/organization/new","/organization/edit","/organization/verification","/organization/members",f"/organization/members/{m.public_id}/roles","/organization/authority","/organization/payee-accounts","/organization/invoice-title","/inbox"]:
        for l in ("zh_CN","en"):
            page=visit(c,p+"?lang="+l)
            assert page.status==200,p
