"""Newer rules over one article, in the database that DATABASE_URL names: python -m web.newer_rules SLUG KIND HOW NUMBER

They find what the project's own find, but for one twist (see tests.curation.rules).
"""

import os
import sys

import django


def main(slug: str, kind: str, how: str, number: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from articles.models import Article
    from register.rereading import Rereader, articles_to_read, stored_sources
    from register.workers import Readers
    from tests.curation.rules import rules_with, twist

    newer = twist((kind, how), int(number))
    with rules_with(lambda: (newer,)):
        articles = articles_to_read([slug], everything=True)
        for outcome in Rereader(Readers(), everything=True).load(stored_sources(articles)):
            if outcome.kind == "failed":
                sys.exit(outcome.reason)
    print(Article.objects.get(slug=slug).pk)


if __name__ == "__main__":
    main(*sys.argv[1:])
