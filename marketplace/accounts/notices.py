"""The room's own message texts."""

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

register_message(
    "user:confirm_address",
    subject=N_("Confirm your email address"),
    body=N_(
        "%(name)s, an account was registered here with this address. Open the link and enter the "
        "password you chose. The link works for three days. If this was not you, do nothing."
    ),
    action=N_("Confirm the address"),
)
register_message(
    "user:already_registered",
    subject=N_("You already have an account"),
    body=N_(
        "%(name)s, somebody tried to register with this address, which already has an account. "
        "Sign in with your password; if you forgot it, ask for a new one on the sign-in page. "
        "If this was not you, nothing needs to be done."
    ),
    action=N_("Sign in"),
)
register_message(
    "user:reset_password",
    subject=N_("Set a new password"),
    body=N_(
        "%(name)s, a new password was asked for your account. The link works once and for one "
        "hour. If this was not you, do nothing: your password stays as it is."
    ),
    action=N_("Set a new password"),
)
register_message(
    "user:password_changed",
    subject=N_("Your password was changed"),
    body=N_(
        "%(name)s, your password was changed and every other session was signed out. If this was "
        "not you, set a new password at once."
    ),
    action=N_("Set a new password"),
)
register_message(
    "organization:invitation",
    subject=N_("%(inviter)s invites you to %(organization)s"),
    body=N_(
        "%(inviter)s invites you to act for %(organization)s. Sign in or register with this "
        "address, then accept. The link works once and for seven days."
    ),
    action=N_("See the invitation"),
)
register_message(
    "organization:member_joined",
    subject=N_("%(person)s joined %(organization)s"),
    body=N_("%(person)s accepted the invitation and is now a member of %(organization)s."),
)
register_message(
    "organization:verification_requested",
    subject=N_("%(organization)s asks to be verified"),
    body=N_("Compare the details with the evidence, then verify or return with a reason."),
    action=N_("Decide on the verification"),
)
register_message(
    "organization:verified",
    subject=N_("%(organization)s is verified"),
    body=N_("The operator verified %(organization)s. Notices that were held are served now."),
)
register_message(
    "organization:returned",
    subject=N_("The registration of %(organization)s was returned"),
    body=N_("The operator returned the registration. Reason: %(reason)s"),
    action=N_("Correct the details and ask again"),
)
register_message(
    "organization:suspended",
    subject=N_("%(organization)s was suspended"),
    body=N_(
        "The operator suspended %(organization)s. Reason: %(reason)s Existing agreements go on; "
        "new signatures and publications wait until the suspension is lifted."
    ),
)
register_message(
    "organization:resumed",
    subject=N_("The suspension of %(organization)s was lifted"),
    body=N_("%(organization)s can publish and sign again."),
)
register_message(
    "payee_account:stated",
    subject=N_("A payee account was stated for %(organization)s"),
    body=N_(
        "%(person)s stated the account %(account)s at %(bank)s. It is shown to payers once the "
        "operator has verified it. If you do not know of this, tell the operator at once."
    ),
)
register_message(
    "payee_account:to_verify",
    subject=N_("%(organization)s stated a payee account"),
    body=N_("Check that the account %(account)s at %(bank)s belongs to the organization."),
    action=N_("Verify the account"),
)
register_message(
    "payee_account:verified",
    subject=N_("The payee account of %(organization)s is verified"),
    body=N_("From now on payers are shown the account %(account)s at %(bank)s."),
)
