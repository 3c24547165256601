"""HTML as the Markdown an author would write, and the comparison of both: for the importers, and for what is pasted."""
