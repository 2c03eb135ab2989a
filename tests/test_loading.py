"""The commands that take texts in: what they print, how they end, and that several at once do no harm."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from register.ingest import Outcome, Run
from register.management import runs
from register.models import DataVersion, IngestOutcome, IngestRun, OutcomeKind
from tests import cast
from tests.processes import environment, run_python
from tests.test_ingest import rows

AT_A_TIME = 20  # texts that are written in one transaction
MANY = 100  # texts: so many batches that one that is stopped after the first has most before it

TEXT = (
    "Bài số {}\n\n"
    "Bộ trưởng Ngoại giao Lê Hoài Trung trả lời báo chí về hội nhập quốc tế trong thời gian tới.\n\n"
    "Ông Lê Hoài Trung nhấn mạnh cần triển khai hiệu quả Nghị quyết 59-NQ/TW.\n"
)

# manage.py as it is, save that it writes a fifth as many texts at a time, and has processes read so few: a test sees as
# much of small batches, and sooner.
MANAGE_IN_SMALL_BATCHES = f"""
import os, runpy, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from register import ingest, workers
ingest.BATCH = workers.ENOUGH = {AT_A_TIME}
workers.CHUNK = {AT_A_TIME // 4}
runpy.run_path("manage.py", run_name="__main__")
"""

DECIDE = """
from django.contrib.auth import get_user_model
from articles import curation
from articles.models import Mention
from directives.models import Citation
lan = get_user_model().objects.create_user("lan")
curation.reject(Citation.objects.filter(article__title__regex="[05]$"), lan)
curation.confirm(Mention.objects.filter(article__title__regex="[05]$"), lan)
"""


def load(*paths: Path | str, **options: Any) -> tuple[str, str, int]:
    """Run load_seeds; return what it printed, what it complained of, and its exit code."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("load_seeds", *map(str, paths), stdout=out, stderr=errors, **options)
    except SystemExit as end:
        return out.getvalue(), errors.getvalue(), int(str(end.code))
    return out.getvalue(), errors.getvalue(), 0


def counts(printed: str) -> dict[str, int]:
    return {row.split()[0]: int(row.split()[1]) for row in printed.splitlines()[:4]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, and one that is none."""
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(TEXT.format(number))
    (tmp_path / "3.txt").write_bytes(b"\xff\xfe\xfd")
    return tmp_path


@pytest.mark.django_db
class TestLoadSeeds:
    def test_loads_the_seeds_of_the_project_by_default(self) -> None:
        printed, _, code = load()
        assert (counts(printed), code) == ({"created": 5, "updated": 0, "unchanged": 0, "failed": 0}, 0)
        assert Article.objects.count() == 5

    def test_names_what_failed_loads_the_others_and_ends_with_1(self, folder: Path) -> None:
        printed, errors, code = load(folder)
        assert (counts(printed), code) == ({"created": 2, "updated": 0, "unchanged": 0, "failed": 1}, 1)
        assert errors.startswith(f"{folder}/3.txt: is UTF-16; only UTF-8 is read")

    def test_keeps_a_record_of_the_run(self, folder: Path) -> None:
        load(folder)
        run = IngestRun.objects.get()
        assert (run.created, run.failed, run.finished_at is not None) == (2, 1, True)
        failed = IngestOutcome.objects.get(run=run, outcome="failed")
        assert (failed.source, failed.reason) == (f"{folder}/3.txt", "is UTF-16; only UTF-8 is read")

    def test_a_second_run_changes_nothing_in_the_record(self, folder: Path) -> None:
        load(folder)
        before, version = rows(), DataVersion.current()
        printed, _, _ = load(folder)
        assert counts(printed) == {"created": 0, "updated": 0, "unchanged": 2, "failed": 1}
        assert (rows(), DataVersion.current()) == (before, version)

    def test_a_dry_run_says_what_would_be_and_writes_nothing(self, folder: Path) -> None:
        before = rows()
        printed, _, code = load(folder, dry_run=True)
        assert counts(printed)["created"] == 2
        assert printed.endswith("dry run: nothing was written\n")
        assert code == 1
        assert (rows(), IngestRun.objects.count()) == (before, 0)

    def test_a_dry_run_holds_what_it_writes_for_one_batch_alone(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, seen = rows(), []
        monkeypatch.setattr(runs.RunCommand, "_complain", lambda *_: seen.append(rows() == before))
        printed, _, _ = load(folder, dry_run=True)
        assert (counts(printed)["created"], seen) == (2, [True] * 3)

    def test_an_article_that_was_deleted_before_its_outcome_was_written_is_not_named(self) -> None:
        run = Run()
        article = cast.add_article()
        run.note(Outcome("a.txt", None, OutcomeKind.CREATED, article=Article.objects.get()))
        article.delete()
        run.finish()
        connection.check_constraints()
        assert IngestOutcome.objects.get(article=None).source == "a.txt"

    def test_a_file_and_a_jsonl_may_be_named(self, folder: Path) -> None:
        lines = folder / "more.jsonl"
        lines.write_text(json.dumps({"source": "x", "text": TEXT.format(9)}) + "\n{\n")
        printed, errors, code = load(folder / "1.txt", lines)
        assert (counts(printed)["created"], counts(printed)["failed"], code) == (2, 1, 1)
        assert f"{lines}:2: " in errors

    def test_too_large_a_source_is_refused_by_the_setting(self, folder: Path, settings: Any) -> None:
        settings.SOURCE_MAX_BYTES = 20
        _, errors, _ = load(folder / "1.txt")
        assert errors == f"{folder}/1.txt: is larger than 20 bytes\n"

    @pytest.mark.parametrize("jobs", ["0", "-1", "x", ""])
    def test_a_number_of_processes_that_is_none_is_refused(self, jobs: str) -> None:
        with pytest.raises(CommandError, match="is no number of processes"):
            call_command("load_seeds", f"--jobs={jobs}")

    def test_an_empty_path_is_not_the_current_folder(self) -> None:
        with pytest.raises(CommandError, match="a path is empty"):
            load("")


class TestProgress:
    """What is shown on a terminal while texts are loaded."""

    def test_tells_how_many_of_how_many_are_done_and_the_time_left(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        outcomes = [Outcome(f"{number}.txt", None, OutcomeKind.CREATED) for number in range(3)]
        assert list(runs._shown(outcomes, 3)) == outcomes
        shown = capsys.readouterr().err
        assert "100%" in shown
        assert "3/3 [" in shown
        assert "<00:00" in shown

    def test_shows_nothing_elsewhere(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert list(runs._shown([], 0)) == []
        assert capsys.readouterr().err == ""


class TestADatabaseThatIsNotReady:
    @pytest.mark.parametrize("command", ["load_seeds", "load_fixtures"])
    def test_one_that_cannot_be_reached_is_said_in_a_sentence(self, command: str) -> None:
        ended = run_python("manage.py", command, DATABASE_URL="sqlite:////nowhere/at/all.sqlite3")
        assert ended.returncode == 1
        assert ended.stderr == "CommandError: The database cannot be reached: unable to open database file\n"

    @pytest.mark.parametrize("command", ["load_seeds", "load_fixtures"])
    def test_one_without_tables_is_said_in_a_sentence(self, command: str, tmp_path: Path) -> None:
        ended = run_python("manage.py", command, DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
        assert ended.returncode == 1
        assert ended.stderr == "CommandError: The database is not up to date; run `manage.py migrate` first.\n"


class TestExtract:
    def test_prints_a_line_of_json_for_each_text_without_a_database(self, folder: Path) -> None:
        nowhere = "sqlite:////nowhere/at/all.sqlite3"
        run = run_python("manage.py", "extract", str(folder / "1.txt"), str(folder / "2.txt"), DATABASE_URL=nowhere)
        documents = [json.loads(line) for line in run.stdout.splitlines()]
        assert [document["source"] for document in documents] == ["1.txt", "2.txt"]
        assert (run.returncode, run.stderr) == (0, "")
        assert documents[0].keys() == {
            *("source", "extractor", "text", "title", "lead", "published_on", "genre", "blocks", "speakers"),
            *("resolutions", "citations", "lists", "directives", "relations", "remarks"),
        }

    def test_names_what_cannot_be_read_prints_the_others_and_ends_with_1(self, folder: Path) -> None:
        run = run_python("manage.py", "extract", str(folder))
        assert len(run.stdout.splitlines()) == 2
        assert "3.txt: is UTF-16" in run.stderr
        assert run.returncode == 1


class TestOutputThatNobodyReads:
    """As of `load_seeds | head`, which ends before all is printed."""

    @pytest.mark.parametrize("command", [["help"], ["extract", "1.txt"]])
    def test_a_command_ends_quietly(self, command: list[str], folder: Path) -> None:
        read, write = os.pipe()
        os.close(read)
        arguments = [str(folder / one) if one.endswith(".txt") else one for one in command]
        ended = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment(),
            stdout=write,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(write)
        assert (ended.returncode, ended.stderr) == (141, "")

    def test_a_command_that_fails_says_so_all_the_same(self, folder: Path) -> None:
        failing = f"{sys.executable} manage.py load_seeds {folder / 'none.txt'}"
        ended = subprocess.run(
            ["bash", "-c", f"{failing} | true; exit ${{PIPESTATUS[0]}}"],
            cwd=settings.BASE_DIR,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert ended.returncode == 1

    def test_a_command_whose_output_is_closed_does_its_work(self) -> None:
        ended = subprocess.run(
            ["bash", "-c", f"{sys.executable} manage.py makemigrations --check --verbosity 0 >&-"],
            cwd=settings.BASE_DIR,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr


class TestSeveralAtOnce:
    """Processes of their own, on a database of their own: the tests' transactions are not in their way."""

    @pytest.fixture
    def database(self, tmp_path: Path, empty: Path, transactional_db: None) -> str:
        if connection.vendor == "sqlite":
            url = f"sqlite:///{shutil.copy(empty, tmp_path / 'several.sqlite3')}"
        else:
            server = urlsplit(os.environ["DATABASE_URL"])
            url = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return url

    def start(self, url: str, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", MANAGE_IN_SMALL_BATCHES, *arguments],
            cwd=settings.BASE_DIR,
            env=environment(DATABASE_URL=url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, url: str, sql: str) -> int:
        """Return the one number that a query gives."""
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
                (number,) = database.execute(sql).fetchone()
        else:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                (number,) = cursor.fetchone()
        return int(number)

    @pytest.fixture
    def many(self, tmp_path: Path) -> Path:
        lines = tmp_path / "many.jsonl"
        with lines.open("w") as file:
            for number in range(MANY):
                file.write(json.dumps({"source": str(number), "text": TEXT.format(number)}) + "\n")
        return lines

    def test_three_loaders_of_the_same_texts_make_each_article_once(self, database: str, many: Path) -> None:
        loaders = [self.start(database, "load_seeds", str(many)) for _ in range(3)]
        printed = [(*loader.communicate(timeout=100), loader.returncode) for loader in loaders]
        assert [(errors, code) for _, errors, code in printed] == [("", 0)] * 3
        assert sum(counts(out)["created"] for out, _, _ in printed) == MANY
        for table, rows_ in (("articles_article", MANY), ("articles_speaker", 1), ("directives_citation", MANY)):
            assert self.ask(database, f"SELECT count(*) FROM {table}") == rows_

    def wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def children(self, process: int) -> list[int]:
        """Return the processes that a process has started and that still run."""
        try:
            return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def are_whole(self, url: str) -> bool:
        half = "SELECT count(*) FROM articles_article WHERE id NOT IN (SELECT article_id FROM directives_citation)"
        return self.ask(url, half) == 0

    def load_the_rest(self, url: str, many: Path) -> None:
        again = self.start(url, "load_seeds", str(many))
        out, errors = again.communicate(timeout=100)
        assert (again.returncode, errors) == (0, "")
        assert counts(out)["created"] + counts(out)["unchanged"] == MANY

    @pytest.mark.parametrize("jobs", ["1", "2"])
    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
    def test_one_that_is_stopped_leaves_whole_articles_and_is_run_again(
        self, database: str, many: Path, number: signal.Signals, code: int, jobs: str
    ) -> None:
        loader = self.start(database, "load_seeds", str(many), "--jobs", jobs)
        self.wait_until(lambda: self.ask(database, "SELECT count(*) FROM articles_article") >= 3)
        readers = self.children(loader.pid)
        loader.send_signal(number)
        _, errors = loader.communicate(timeout=60)
        assert loader.returncode in (code, 0)  # 0 where it had come to its end before
        assert "Traceback" not in errors
        self.wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in readers))
        assert self.are_whole(database)
        self.load_the_rest(database, many)

    @pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the processes of a process")
    def test_one_of_whose_processes_one_is_killed_says_so_and_is_run_again(self, database: str, many: Path) -> None:
        loader = self.start(database, "load_seeds", str(many), "--jobs", "2")
        self.wait_until(lambda: len(self.children(loader.pid)) == 3)  # with multiprocessing's own, the first
        os.kill(self.children(loader.pid)[-1], signal.SIGKILL)
        _, errors = loader.communicate(timeout=60)
        assert loader.returncode == 1
        said, named = errors.splitlines()
        assert said == "a process that reads texts was killed, or memory ran out; run again to go on"
        assert named.startswith(f"the first texts that were not read: {many}")
        assert self.are_whole(database)
        self.load_the_rest(database, many)

    @pytest.fixture
    def changed(self, tmp_path: Path) -> Path:
        """The texts of `many` as they are printed now: with a line more, and every other without its last."""
        lines = tmp_path / "changed.jsonl"
        with lines.open("w") as file:
            for number in range(MANY):
                text = TEXT.format(number).replace("\n\nBộ trưởng", "\n\nHôm nay có tin mới.\n\nBộ trưởng")
                text = text if number % 2 else text[: text.index("Ông Lê")]
                file.write(json.dumps({"source": str(number), "text": text}) + "\n")
        return lines

    def standing(self, url: str) -> tuple[int, int, int]:
        """Return how many citations are rejected, how many mentions confirmed, and how many are beside their words."""
        decided = [
            self.ask(url, f"SELECT count(*) FROM {table} WHERE review = '{review}'")
            for table, review in (("directives_citation", "rejected"), ("articles_mention", "confirmed"))
        ]
        elsewhere = "SELECT count(*) FROM {} row JOIN articles_article here ON here.id = row.article_id " + (
            "LEFT JOIN articles_earliertext was ON was.id = row.earlier_text_id "
            "WHERE substr(coalesce(was.text, here.text), row.start + 1, length(row.exact)) <> row.exact"
        )
        wrong = sum(self.ask(url, elsewhere.format(table)) for table in ("directives_citation", "articles_mention"))
        return decided[0], decided[1], wrong

    def test_one_that_is_killed_while_texts_change_loses_nothing_that_people_decided(
        self, database: str, many: Path, changed: Path
    ) -> None:
        for arguments in (["load_seeds", str(many)], ["shell", "-c", DECIDE]):
            assert run_python("manage.py", *arguments, DATABASE_URL=database).returncode == 0
        before, told = self.standing(database), self.ask(database, "SELECT count(*) FROM register_editedrow")
        assert before == (MANY // 5, 2 * MANY // 5, 0)
        loader = self.start(database, "load_seeds", str(changed))
        earlier = "SELECT count(*) FROM articles_earliertext"
        self.wait_until(lambda: self.ask(database, earlier) >= 3)
        loader.send_signal(signal.SIGKILL)
        loader.communicate(timeout=60)
        assert 3 <= self.ask(database, earlier) < MANY  # in the middle
        assert self.standing(database) == before
        assert run_python("manage.py", "load_seeds", str(changed), DATABASE_URL=database).returncode == 0
        assert self.standing(database) == before
        rejected = "SELECT article_id FROM directives_citation WHERE review = 'rejected'"
        left = f"SELECT count(*) FROM ({rejected} AND earlier_text_id IS NOT NULL) one"
        assert (self.ask(database, earlier), self.ask(database, left)) == (MANY, MANY // 10)
        back = f"SELECT count(*) FROM directives_citation WHERE review = 'machine' AND article_id IN ({rejected})"
        assert self.ask(database, back) == 0
        assert self.ask(database, "SELECT count(*) FROM register_editedrow") == told


@pytest.mark.django_db
class TestEnsureCurator:
    def test_makes_one_account_and_prints_its_password(self, client: Any, settings: Any) -> None:
        settings.DEBUG = True
        out = StringIO()
        call_command("ensure_curator", stdout=out)
        words = out.getvalue().split()
        assert client.login(username=words[words.index("password:") - 1], password=words[-1])

    def test_makes_none_where_there_are_accounts(self, settings: Any, django_user_model: Any) -> None:
        settings.DEBUG = True
        django_user_model.objects.create_user("an")
        out = StringIO()
        call_command("ensure_curator", stdout=out)
        assert django_user_model.objects.count() == 1
        assert out.getvalue().endswith("manage.py changepassword an\n")

    def test_is_refused_in_production(self, settings: Any) -> None:
        settings.DEBUG = False
        with pytest.raises(Exception, match="accounts are made by hand in production"):
            call_command("ensure_curator")
