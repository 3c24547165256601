"""The base of all other rooms: front matter, addresses, HTML, files, problems. Imports no other room."""
