"""What runs the project: the databases, the lock, the image and the services."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from compose_spec import PyCompose
from django.conf import settings
from django.db import connection
from django.test import Client

from config.assets import Assets
from tests.processes import SECRET_KEY, ask, environment, free_port, run_python, serving

ROOT = Path(settings.BASE_DIR)
HOST = "api.example.org"


def lines_of(name: str) -> list[str]:
    """Return the lines of a file that say something, continued ones joined."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins_of(lock: str) -> dict[str, str]:
    """Return the release of each package in a lock, by its name."""
    pins = (line.split()[0] for line in lines_of(f"{lock}.txt") if "==" in line)
    return dict(pin.split("==") for pin in pins)


@pytest.fixture(scope="module")
def services() -> Any:
    """Return the services of docker-compose.yml, which a validator of the format has read."""
    compose = PyCompose.from_yaml((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    compose.validate()
    return compose.to_dict()["services"]


# --- The static files -------------------------------------------------------------------------------------------------


def test_a_script_imports_others_by_names_that_change_with_the_content(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "register/static", tmp_path, dirs_exist_ok=True)
    kept = Assets(location=str(tmp_path), base_url="/static/")
    scripts = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.js")]
    list(kept.post_process({name: (kept, name) for name in scripts}))
    text = (tmp_path / kept.stored_name("register/workbench.js")).read_text()
    imported = re.findall(r'^(?:import|\}) .*from "\./(.*)";$', text, re.MULTILINE)
    assert len(imported) == text.count("import {") > 0
    for name in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), name
        assert kept.exists(f"register/{name}")


# --- The databases ----------------------------------------------------------------------------------------------------


def test_the_suite_runs_on_the_database_that_was_asked_for(pytestconfig: pytest.Config) -> None:
    wanted = "postgresql" if pytestconfig.pluginmanager.has_plugin("tests.postgres") else "sqlite"
    assert connection.vendor == wanted


def test_sqlite_waits_for_a_lock_and_keeps_references_true(tmp_path: Path) -> None:
    script = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "def pragma(name): return connection.cursor().execute(f'PRAGMA {name}').fetchone()[0]\n"
        "print(*map(pragma, ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout']))\n"
        "print(connection.transaction_mode)"
    )
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    printed = run_python("-c", script, DJANGO_SETTINGS_MODULE="config.settings", DATABASE_URL=url)
    assert printed.stdout.split() == ["wal", "1", "1", "20000", "IMMEDIATE"]


# --- The lock ---------------------------------------------------------------------------------------------------------


LOCKS = ["requirements", "requirements-dev"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_every_package_that_is_asked_for(lock: str) -> None:
    asked_for = (line for line in lines_of(f"{lock}.in") if not line.startswith("-r "))
    wanted = {re.split(r"[\s\[~=<>;]", line)[0] for line in asked_for}
    assert wanted <= pins_of(lock).keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_each_package_by_hash_and_names_no_host(lock: str) -> None:
    pins = [line for line in lines_of(f"{lock}.txt") if not line.lstrip().startswith("#")]
    assert all(re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:", pin) for pin in pins)
    assert "://" not in (ROOT / f"{lock}.txt").read_text()


def test_the_tests_run_on_the_releases_that_production_has() -> None:
    run, tested = (pins_of(lock) for lock in LOCKS)
    assert run.items() <= tested.items()


def test_the_version_is_the_same_wherever_it_stands(services: Any) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == settings.VERSION == services["application"]["image"].split(":")[1]


def test_the_lock_of_the_web_s_tools_pins_each_by_hash_and_names_no_registry() -> None:
    web = ROOT / "web"
    asked_for = json.loads((web / "package.json").read_text())["devDependencies"]
    packages = json.loads((web / "package-lock.json").read_text())["packages"]
    locked = {path.removeprefix("node_modules/"): package for path, package in packages.items() if path}
    assert {name: locked[name]["version"] for name in asked_for} == asked_for
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


# --- What every change must pass --------------------------------------------------------------------------------------


def test_every_change_is_tested_in_the_browser_too() -> None:
    assert [line for line in lines_of(".ci/run") if line.startswith("make ")] == ["make test", "make test-web"]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"test", "test-web", "screenshots"} <= targets


def test_every_picture_of_the_guides_is_one_that_is_taken_anew_by_a_command() -> None:
    taken = set(re.findall(r'^    \("([a-z]+)", ', (ROOT / "web" / "screenshots.py").read_text(), re.MULTILINE))
    assert {path.stem for path in (ROOT / "docs" / "images").iterdir()} == taken


# --- The image --------------------------------------------------------------------------------------------------------


def test_the_image_starts_from_a_named_release() -> None:
    (base,) = [line.split()[1] for line in lines_of("Dockerfile") if line.startswith("FROM")]
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", base)


def test_the_image_installs_only_what_was_locked() -> None:
    installs = [line for line in lines_of("Dockerfile") if "pip install" in line]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]


def test_the_application_is_not_root_and_does_not_own_its_code() -> None:
    instructions = [line.split()[0] for line in lines_of("Dockerfile")]
    users = [line.split()[1] for line in lines_of("Dockerfile") if line.startswith("USER")]
    assert users == ["doingoai"]
    assert instructions.index("USER") > len(instructions) - 1 - instructions[::-1].index("COPY")
    assert "chown" not in (ROOT / "Dockerfile").read_text()


def test_no_secret_stands_in_the_image_or_the_services() -> None:
    for name in ("Dockerfile", "docker-compose.yml"):
        for line in lines_of(name):
            if re.search(r"(SECRET_KEY|PASSWORD)\W*:?\s", line):
                assert ":?" in line, f"{name}: {line}"


# --- The services -----------------------------------------------------------------------------------------------------


def test_the_database_is_a_named_release_that_only_the_application_reaches(services: Any) -> None:
    assert re.fullmatch(r"postgres:18-[a-z]+", services["database"]["image"])
    assert "ports" not in services["database"]
    assert "pg_isready" in services["database"]["healthcheck"]["test"]


def test_the_database_of_release_18_is_kept_where_that_release_writes(services: Any) -> None:
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql"]


def test_the_application_starts_when_the_tables_are_there(services: Any) -> None:
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["application"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", ["migrate", "application"])
def test_the_application_may_write_nothing_but_its_temporary_files(services: Any, name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_application_is_published_to_its_own_machine_alone(services: Any) -> None:
    assert services["application"]["ports"] == ["127.0.0.1:8000:8000"]


@pytest.mark.parametrize("name", ["POSTGRES_PASSWORD", "DOINGOAI_SECRET_KEY", "DOINGOAI_ALLOWED_HOSTS"])
def test_a_secret_that_is_not_given_stops_the_services(services: Any, name: str) -> None:
    variables = {**services["database"]["environment"], **services["application"]["environment"]}
    uses = [value for value in variables.values() if name in value]
    assert uses
    assert all(f"${{{name}:?" in value for value in uses)


# --- The server, as the image starts it -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database_url(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the URL of a database with all tables, which another process can open."""
    if connection.vendor == "postgresql":
        given = urlsplit(os.environ["DATABASE_URL"])
        return given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return f"sqlite:///{shutil.copy(empty, tmp_path_factory.mktemp('server'))}"


@contextmanager
def started(database_url: str, **given: str) -> Iterator[int]:
    """Start the Dockerfile's own command with production's settings and these, and return its port when it answers."""
    (command,) = [json.loads(line.removeprefix("CMD ")) for line in lines_of("Dockerfile") if line.startswith("CMD")]
    port = free_port()
    changed = {"granian": str(Path(sys.executable).with_name("granian")), "0.0.0.0": "127.0.0.1", "8000": str(port)}
    variables = environment(
        DATABASE_URL=database_url,
        DOINGOAI_SECRET_KEY=SECRET_KEY,
        DOINGOAI_ALLOWED_HOSTS=HOST,
        DOINGOAI_TLS_PROXY="yes",
        **given,
    )
    with serving([changed.get(word, word) for word in command], port, variables, HOST):
        yield port


@pytest.fixture(scope="module")
def server(database_url: str) -> Iterator[int]:
    """Return the port of a server with one worker."""
    with started(database_url, GRANIAN_WORKERS="1", GRANIAN_BLOCKING_THREADS="2") as port:
        yield port


@pytest.mark.django_db  # else a run of the tests of the server alone makes no database
def test_the_server_is_ready(server: int) -> None:
    assert ask(server, "/readyz", HOST) == 200


@pytest.mark.django_db
def test_the_health_check_of_the_services_finds_the_server_well(server: int, services: Any) -> None:
    _, _, option, script = services["application"]["healthcheck"]["test"]
    command = [sys.executable, option, script.replace(":8000/", f":{server}/")]
    subprocess.run(command, env=environment(DOINGOAI_ALLOWED_HOSTS=f"{HOST},b.example"), check=True, timeout=20)


@pytest.fixture
def row(database_url: str) -> Iterator[str]:
    """Add an outlet, which every process sees; return its slug. Take it and its reports away again."""
    in_a_process(database_url, "Outlet.objects.create(slug='bao-mau', name='Báo Mẫu')")
    yield "bao-mau"
    in_a_process(database_url, "Outlet.objects.all().delete(), Report.objects.all().delete()")


def in_a_process(database_url: str, said: str) -> str:
    """Return what an expression prints in a process of its own."""
    code = f"from articles.models import Outlet; from register.models import Report; print({said})"
    ended = run_python("manage.py", "shell", "-v", "0", "-c", code, DATABASE_URL=database_url, DOINGOAI_DEBUG="yes")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.mark.django_db
def test_of_many_reports_at_once_as_many_are_taken_as_are_allowed(database_url: str, row: str) -> None:
    """They are counted in the database, in turn: however many workers there are, not one more is stored."""
    several = {"GRANIAN_WORKERS": "3", "GRANIAN_BLOCKING_THREADS": "4"}
    allowed = {"DOINGOAI_REPORTS_PER_HOUR": "5", "DOINGOAI_REPORTS_PER_MINUTE": "8"}
    with started(database_url, **several, **allowed) as port, ThreadPoolExecutor(24) as senders:

        def report(sender: str, number: int) -> int:
            said = {"kind": "outlets", "name": row, "message": f"Sai tên, lần {number}."}
            headers = {"Host": HOST, "Content-Type": "application/json", "X-Forwarded-For": sender}
            headers["X-Forwarded-Proto"] = "https"
            request = Request(f"http://127.0.0.1:{port}/api/v1/reports/", json.dumps(said).encode(), headers)
            try:
                with urlopen(request, timeout=60) as answer:
                    return int(answer.status)
            except HTTPError as error:
                return error.code

        of_one = Counter(senders.map(lambda number: report("192.0.2.1", number), range(48)))
        of_all = Counter(senders.map(lambda number: report(f"198.51.100.{number}", number), range(48)))
    assert of_one == {201: 5, 429: 43}
    assert of_all == {201: 3, 429: 45}
    assert in_a_process(database_url, "Report.objects.count()") == "8"


def test_the_health_check_of_the_services_finds_a_missing_server_ill(services: Any) -> None:
    _, _, option, script = services["application"]["healthcheck"]["test"]
    command = [sys.executable, option, script.replace(":8000/", f":{free_port()}/")]
    ended = subprocess.run(command, env=environment(DOINGOAI_ALLOWED_HOSTS=HOST), capture_output=True, check=False)
    assert ended.returncode != 0


# --- What every answer carries ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_any_page_may_read_the_api_but_not_with_cookies(client: Client) -> None:
    answer = client.get("/api/schema/", headers={"origin": "https://reader.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.django_db
def test_no_other_site_may_read_the_admin(client: Client) -> None:
    answer = client.get("/admin/login/", headers={"origin": "https://reader.example"})
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.django_db
def test_the_api_speaks_english_whatever_the_caller_prefers(client: Client) -> None:
    answer = client.get("/api/schema/", headers={"accept-language": "vi"})
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert answer.headers.get("Content-Language", "en") == "en"
