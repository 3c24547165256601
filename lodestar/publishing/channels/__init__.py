"""Channels on which new posts are announced: one module each, with the same three functions.

`describe` says what would be sent to whom, `send` sends it, `arrived` asks whether it arrived. Another service is one
more module, and its name here; `announce` makes sure that each post reaches each channel once.
"""

from __future__ import annotations

from lodestar.publishing.channels.buttondown import ButtondownChannel
from lodestar.publishing.channels.smtp import SmtpChannel
from lodestar.publishing.channels.websub import WebSubChannel

AnyChannel = WebSubChannel | ButtondownChannel | SmtpChannel
