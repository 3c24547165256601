"""Publishing that keeps its promises: lasting ids and addresses, checks of a release, deployment, the digest.

`ledger` knows what was ever published, `release` what would be now; `checks` compares the two and says what is wrong,
`effects` what will happen; `targets` deliver it to readers. Nothing here is needed to build the site.
"""
