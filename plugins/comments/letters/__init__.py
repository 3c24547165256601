"""From a reader's letter, as a mail program keeps it (`.eml`, RFC 5322), to a comment: plain functions over its bytes.

`message` takes the mail apart, `markup` reads one that is HTML alone, `plain` takes off what is not the reader's own,
`letter` knows the letter that "Leave a comment" fills in, and `places` the posts of the site.
"""
