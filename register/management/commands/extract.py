"""Print the extraction document of each text, one JSON object a line, without touching a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.sources import SourceError, sources
from register.document import as_json, extract
from register.management.preconditions import path


class Command(BaseCommand):
    help = "Print what is found in each text as JSON, one object a line and source. No database is touched."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=path, metavar="PATH", help="a text file, .jsonl file or folder")

    def handle(self, *, paths: list[Path], **_: Any) -> None:
        failed = 0
        for source in sources(paths, settings.SOURCE_MAX_BYTES):
            if isinstance(source, SourceError):
                failed += 1
                self.stderr.write(str(source))
            else:
                self.stdout.write(json.dumps(as_json(extract(source)), ensure_ascii=False, allow_nan=False))
        if failed:
            raise CommandError(f"{failed} source{'s' if failed > 1 else ''} could not be read")
