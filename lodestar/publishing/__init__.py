"""Publishing without breaking a promise: ids and addresses that last, checks of a release, deployment, the digest.

`ledger` knows what was ever published, `release` what would be now; `checks` compares the two and says what is wrong,
`effects` what will happen; `targets` put it where readers are. Nothing here is needed to build the site.
"""
