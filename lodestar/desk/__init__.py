"""The author's desk: one local server to write, see, check and publish; nothing of it is part of the site.

Two origins share its port: the desk itself at 127.0.0.1, and the site as readers will see it at localhost, so that no
script of a post can reach the desk.
"""
