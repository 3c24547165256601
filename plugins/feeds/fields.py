"""What `site.yaml` says to feeds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from lodestar.base.front_matter.fields import Fields, Key, Rare, Text


class SignUp(Fields):
    """Who sends new posts by e-mail, as `FEEDS["email"]` has it."""

    provider: Literal["", "buttondown", "mailchimp", "convertkit", "generic"] = ""
    """Who sends the letters; no form is shown without one."""
    name: Text = ""
    """The newsletter's name (Buttondown), or the form's number (ConvertKit)."""
    action: Annotated[Text, Field(pattern=r"^(https?://\S+)?$", title="Address of the form")] = ""
    """The whole address that the form is sent to (Mailchimp, others)."""
    often: Annotated[Text, Field(title="How often")] = ""
    """How often letters come, in words that follow "one letter": `for each, about twice a month`, `on Sundays`."""

    @model_validator(mode="after")
    def _complete(self) -> SignUp:
        """Refuse a provider without what it needs."""
        needed = "name" if self.provider in ("buttondown", "convertkit") else "action" if self.provider else ""
        if needed and not (self.action or getattr(self, needed)):
            raise ValueError(f'{self.provider} needs "{needed}"; write it below "sign_up"')
        return self


class SiteFeeds(Fields):
    """The sign-up form and the feed id: what `site.yaml` says of them."""

    sign_up: Annotated[
        SignUp | None, Field(title="New posts by e-mail"), Key(group="New posts by e-mail", setting="FEEDS.email")
    ] = None
    """Who sends new posts by e-mail to those who ask for them: `provider`, and `name` or `action`."""
    id: Rare[Annotated[Text, Field(title="Id in feeds"), Key(setting="FEEDS.id")]] = ""
    """The site's id in feeds, written once and never changed: `urn:uuid:...`."""
