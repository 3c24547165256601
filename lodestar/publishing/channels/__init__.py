"""Where new posts are announced: one module a channel, each a value of PUBLISH with the same three functions.

`describe` says what would be told to whom, `send` tells it, `arrived` asks whether it was told. Another service is one
more module, and its name here; `announce` sees to it that each post reaches each channel once.
"""

from __future__ import annotations

from lodestar.publishing.channels.buttondown import ButtondownChannel
from lodestar.publishing.channels.smtp import SmtpChannel
from lodestar.publishing.channels.websub import WebSubChannel

AnyChannel = WebSubChannel | ButtondownChannel | SmtpChannel
