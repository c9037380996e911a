"""Enquiries for tests, as far as wanted, made through the services and committed."""

from marketplace.database import transaction
from marketplace.enquiries import services
from tests import deals
from tests.accounts.factories import owner_of
from tests.kept_scenes import kept_scene

QUESTION = "用在 48 V 储能柜上要改流道吗?"
ANSWER = "不用改,接口尺寸见图纸第 3 页。"


@kept_scene
def asked(listing=None, organization=None, *, text=QUESTION, may_publish=True, **values):
    """A question by a company about a published listing."""
    listing = listing or deals.published()
    organization = organization or deals.licensee()
    with transaction():
        return services.ask(
            listing, organization, owner_of(organization), text, may_publish=may_publish, **values
        )


@kept_scene
def answered(listing=None, organization=None, **values):
    """The same with the patentee's answer."""
    enquiry = asked(listing, organization, **values)
    with transaction():
        services.answer(enquiry, owner_of(enquiry.patentee), ANSWER)
    return enquiry


@kept_scene
def published(listing=None, organization=None, *, question=QUESTION, answer=ANSWER):
    """The same, standing on the page of the listing."""
    enquiry = answered(listing, organization)
    with transaction():
        services.publish(enquiry, owner_of(enquiry.patentee), question=question, answer=answer)
    return enquiry
