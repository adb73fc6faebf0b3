"""Jobs of the pages: mails about accounts, which hold links to pages."""

from registry.jobs.claims import Claim
from registry.jobs.handlers import handler
from registry.web.sign_in import mails


@handler(mails.KIND)
def account_mail(held: Claim) -> None:
    mails.send(held.payload)  # outside of a transaction: a mail server may take its time
    with held.finishing():
        pass
