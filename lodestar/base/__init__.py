"""What everything else stands on: front matter, addresses, HTML, files, problems. Imports nothing of the other rooms."""
