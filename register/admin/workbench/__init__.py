"""The page of an article, on which curators work: its text, marked, beside the list of what was found in it.

What is decided goes through `articles.curation`. Offsets are code points of the article's text.
"""

from register.admin.workbench.showing import shown
from register.admin.workbench.views import urls

__all__ = ["shown", "urls"]
