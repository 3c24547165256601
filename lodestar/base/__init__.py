"""What everything else stands on: front matter, addresses, HTML, files, problems. Imports no other room."""
