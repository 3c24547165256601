"""The commands of this site: `python3 tasks.py` lists them, `python3 tasks.py NAME --help` explains one.

Inside the environment `invoke NAME` does the same.
"""

from __future__ import annotations

import sys

from lodestar.commands import environment
from lodestar.commands.dispatch import Task, collection, main

TASKS = (
    Task("begin", "Make the site yours: its name, your name, what to do with the sample"),
    Task("build", "Build content/ into output/", leaves_nothing=True),
    Task("desk", "Write, see, check and publish in the browser", needs=("site", "publish", "desk")),
    Task("preview", "Show the site as readers will see it, drafts included", needs=("site", "desk")),
    Task("list", "List posts: status, date, tags, words, call"),
    Task("show", "Explain one page: why it exists and what it is made from"),
    Task("schedule", "Say when a post is to appear"),
    Task("new", "Write a new post, page, author, tag, category, call, course or lesson"),
    Task("test", "Run the whole suite, its quick part, or its slow one", needs=("site", "test")),
    Task("calls", "Say which call to action each post carries, and why"),
    Task("tags", "List every tag and what there is to tidy; merge and rename tags"),
    Task("comments", "Count comments; bring those of letters or an Isso server in; approve those that wait"),
    Task("bench", "Measure builds beside Hugo and Pelican"),
    Task("desk-bench", "Measure the desk: its first page, and from a save to the reload", needs=("site", "test")),
    Task("equivalence", "Prove at length that incremental builds equal clean ones", needs=("site", "test")),
    Task("docs", "Make the tables in docs/ anew from the models"),
    Task(
        "check",
        "Refuse what would break a link or repeat a post; say what publishing will do",
        needs=("site", "publish", "desk"),
    ),
    Task("publish", "Check the site and put it where readers are", needs=("site", "publish")),
    Task("digest", "Make an e-mail of new posts"),
    Task("import-wordpress", "Bring a WordPress export in", needs=("site", "wordpress")),
    Task("import-pelican", "Bring a site in that was made with Pelican", needs=("site", "wordpress")),
    Task("import-followers", "Bring followers by mail along, as lists for Buttondown and Mailchimp"),
    Task("update", "Take up a new version of Lodestar; what is yours stays"),
    Task("screenshots", "Take the pictures in docs/pictures anew", needs=("site", "test")),
    Task("translate", "Bring the words that readers see up to date in every language, or begin another"),
    Task("lint", "Check formatting, style, spelling, types and catalogs", needs=("site", "test")),
    Task("lock", "Lock the packages anew", needs=("site", "test")),
)

if __name__ == "__main__":
    sys.exit(main(TASKS, sys.argv[1:], environment.ensure))
elif "invoke" in sys.modules:
    namespace = collection(TASKS, environment.ensure)
