"""What runs the site's features, and knows none of them by name."""

from lodestar.engine.loading import listen

listen()
