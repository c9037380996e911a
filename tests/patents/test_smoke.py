import time
import pytest
from marketplace.extensions import db
from marketplace.database import transaction
from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.audit.actors import SYSTEM
from marketplace.patents import importing

@pytest.mark.databases("sqlite","postgresql")
def test_x(app, shared_data):
    with transaction() as s:
        o=Organization(name="x",kind=OrganizationKind.UNIVERSITY,code="91110108551385082Q"); s.add(o)
    d=(shared_data/"lists/open_license_gdut_2026_march.csv.gz").read_bytes()
    t=time.time()
    with transaction(): r=importing.import_list(d,o,SYSTEM)
    print(r.counts, time.time()-t); t=time.time()
    with transaction(): r=importing.import_list(d,o,SYSTEM)
    print(r.counts, time.time()-t)
