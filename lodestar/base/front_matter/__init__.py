"""Front matter: read, write and edit headers of content files; and Markdown, read once."""
