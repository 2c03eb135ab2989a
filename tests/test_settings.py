import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.env import POSTGRESQL, SQLITE, Environment, read_environment
from tests.processes import SECRET_KEY, run_python

# Keys that manuals and published settings have shown; everyone knows them.
SAMPLE_KEYS = [
    "changeme",
    "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
    "YOUR_OWN_RANDOM_GENERATED_SECRET_KEY",
    "thisISaSECRET_1234",
    "TEST_NON_DEV_SECRET",
    "django-insecure-k3v9x!q2w8r7t6y5u4i3o2p1a0s9d8f7g6h5j4k3l2z1x0c9",
    "please-CHANGE-this-before-you-go-to-production-1234567890",
    "a" * 64,
    "0123456789" * 6,
    SECRET_KEY[:49],
]

PRODUCTION = {
    "DOINGOAI_SECRET_KEY": SECRET_KEY,
    "DOINGOAI_ALLOWED_HOSTS": "api.example.org",
    "DOINGOAI_TLS_PROXY": "yes",
}

# Asks a production process, through the whole stack, and prints what comes back.
ASK = """
import json
import django
django.setup()
from django.test import Client
def ask(path, **headers):
    answer = Client().get(path, headers=headers)
    return {"status": answer.status_code, "headers": {key.lower(): value for key, value in answer.items()}}
print(json.dumps({
    "plain": ask("/nowhere/", host="api.example.org"),
    "tls": ask("/healthz", host="api.example.org", x_forwarded_proto="https"),
    "probe": ask("/healthz", host="api.example.org"),
    "forged": ask("/healthz", host="evil.example"),
}))
"""


@pytest.mark.parametrize("text", ["yes", "Yes", "TRUE", "on", "1"])
def test_yes_has_several_spellings(text: str) -> None:
    assert Environment({"DOINGOAI_DEBUG": text}).yes_or_no("DOINGOAI_DEBUG", default=False) is True


@pytest.mark.parametrize("text", ["no", "False", "OFF", "0"])
def test_no_has_several_spellings(text: str) -> None:
    assert Environment({"DOINGOAI_DEBUG": text}).yes_or_no("DOINGOAI_DEBUG", default=True) is False


@pytest.mark.parametrize("text", ["maybe", "2", "yes please", " "])
def test_what_is_neither_yes_nor_no_is_refused_by_name(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_DEBUG"):
        Environment({"DOINGOAI_DEBUG": text}).yes_or_no("DOINGOAI_DEBUG", default=True)


def test_a_whole_number_may_be_either_bound() -> None:
    for text in ("10", "20"):
        given = Environment({"DOINGOAI_SIZE": text})
        assert given.whole_number("DOINGOAI_SIZE", 15, minimum=10, maximum=20) == int(text)


@pytest.mark.parametrize("text", ["9", "21", "ten", "1_5", "15.0", "0x0f", "١٥", "9" * 5000])
def test_a_number_out_of_bounds_or_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_SIZE .* from 10 to 20"):
        Environment({"DOINGOAI_SIZE": text}).whole_number("DOINGOAI_SIZE", 15, minimum=10, maximum=20)


def test_a_text_outside_the_choices_is_refused_with_the_choices() -> None:
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_TEXT_POLICY is 'half', but must be one of: full, excerpt"):
        Environment({"DOINGOAI_TEXT_POLICY": "half"}).text("DOINGOAI_TEXT_POLICY", "full", choices=("full", "excerpt"))


def test_a_variable_set_to_nothing_is_not_set() -> None:
    assert Environment({"DOINGOAI_SIZE": ""}).whole_number("DOINGOAI_SIZE", 15, minimum=10, maximum=20) == 15


def test_a_list_is_read_in_its_order_without_blanks() -> None:
    assert Environment({"DOINGOAI_NAMES": " b.example , a.example,,"}).names("DOINGOAI_NAMES") == [
        "b.example",
        "a.example",
    ]


def test_any_host_at_all_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_ALLOWED_HOSTS"):
        Environment({"DOINGOAI_ALLOWED_HOSTS": "api.example.org,*"}).host_names("DOINGOAI_ALLOWED_HOSTS", debug=False)


def test_a_public_host_is_refused_while_debugging() -> None:
    given = Environment({"DOINGOAI_ALLOWED_HOSTS": "localhost,api.example.org"})
    with pytest.raises(ImproperlyConfigured, match=re.escape("api.example.org")):
        given.host_names("DOINGOAI_ALLOWED_HOSTS", debug=True)
    assert given.host_names("DOINGOAI_ALLOWED_HOSTS", debug=False) == ["localhost", "api.example.org"]


@pytest.mark.parametrize("key", SAMPLE_KEYS)
def test_a_known_or_weak_secret_key_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_SECRET_KEY") as refusal:
        Environment({"DOINGOAI_SECRET_KEY": key}).secret_key("DOINGOAI_SECRET_KEY", development_file=None)
    assert key not in str(refusal.value)


def test_a_random_secret_key_is_taken_as_it_is() -> None:
    given = Environment({"DOINGOAI_SECRET_KEY": SECRET_KEY})
    assert given.secret_key("DOINGOAI_SECRET_KEY", development_file=None) == SECRET_KEY


def test_development_keeps_a_secret_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "made" / "secret_key"
    first = Environment({}).secret_key("DOINGOAI_SECRET_KEY", development_file=file)
    assert Environment({}).secret_key("DOINGOAI_SECRET_KEY", development_file=file) == first
    assert Environment({"DOINGOAI_SECRET_KEY": first}).secret_key("DOINGOAI_SECRET_KEY", None) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_command_without_a_key_signs_with_a_new_one_each_time() -> None:
    keys = {Environment({}).secret_key("DOINGOAI_SECRET_KEY", development_file=None) for _ in range(3)}
    assert len(keys) == 3


def test_without_a_url_the_database_is_the_sqlite_file() -> None:
    database = Environment({}).database("DATABASE_URL", default=Path("here.sqlite3"))
    assert (database["ENGINE"], database["NAME"]) == (SQLITE, Path("here.sqlite3"))


def test_a_url_names_a_postgresql_server_or_its_socket() -> None:
    url = "postgresql://reader:p%40ss@db.example:5433/articles?sslmode=require"
    database = Environment({"DATABASE_URL": url}).database("DATABASE_URL", default=Path("unused"))
    assert database == {
        "ENGINE": POSTGRESQL,
        "NAME": "articles",
        "USER": "reader",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }
    url = "postgresql://reader@/articles?host=/run/postgresql"
    database = Environment({"DATABASE_URL": url}).database("DATABASE_URL", default=Path("unused"))
    assert (database["NAME"], database["OPTIONS"]) == ("articles", {"host": "/run/postgresql"})


@pytest.mark.parametrize(
    "url",
    [
        "yes",
        "mysql://user:hidden@db.example/articles",
        "postgresql://user:hidden@db.example",
        "postgresql://user:hidden@db.example:port/articles",
        "postgres//user:hidden@db.example/articles",
        "sqlite://file.sqlite3",
    ],
)
def test_what_names_no_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        Environment({"DATABASE_URL": url}).database("DATABASE_URL", default=Path("unused"))
    assert "hidden" not in str(refusal.value)


def test_an_unknown_variable_of_ours_is_refused_with_the_nearest_known_one() -> None:
    given = Environment({"DOINGOAI_ALOWED_HOST": "a.example", "HOME": "/"})
    given.names("DOINGOAI_ALLOWED_HOSTS")
    given.yes_or_no("DOINGOAI_DEBUG", default=False)
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_ALOWED_HOST .* DOINGOAI_ALLOWED_HOSTS"):
        given.refuse_unknown()


def test_other_programs_variables_are_left_alone() -> None:
    given = Environment({"HOME": "/", "DOINGOAI_DEBUG": "yes"})
    given.yes_or_no("DOINGOAI_DEBUG", default=False)
    given.refuse_unknown()


def test_the_process_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\n\nDOINGOAI_ONE=file\nexport DOINGOAI_TWO=\"file $HOME\"\nDOINGOAI_THREE='a=b'\n")
    monkeypatch.delenv("DOINGOAI_ENV_FILE")
    monkeypatch.setenv("DOINGOAI_ONE", "process")
    given = read_environment(file)
    assert [given.text(f"DOINGOAI_{name}", "") for name in ("ONE", "TWO", "THREE")] == ["process", "file $HOME", "a=b"]


def test_a_line_of_the_file_that_assigns_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.env"
    file.write_text("DOINGOAI_ONE=1\nDOINGOAI_TWO = 2\n")
    monkeypatch.setenv("DOINGOAI_ENV_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match=re.escape("settings.env, line 2")):
        read_environment(tmp_path / "unused")


def test_a_file_that_is_named_but_missing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOINGOAI_ENV_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_ENV_FILE"):
        read_environment(tmp_path / "unused")


def test_only_one_module_reads_the_environment() -> None:
    root = Path(env.__file__).parents[1]
    sources = [file for app in ("articles", "config", "directives", "register") for file in (root / app).rglob("*.py")]
    readers = {file.name for file in sources if re.search(r"os\.environ(?!\.setdefault)|getenv", file.read_text())}
    assert readers == {"env.py"}


def test_a_command_runs_with_nothing_set() -> None:
    assert run_python("manage.py", "check").returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOINGOAI_DEBUG", "perhaps"),
        ("DOINGOAI_SECRET_KEY", "thisISaSECRET_1234"),
        ("DOINGOAI_SOURCE_MAX_BYTES", "1MB"),
        ("DOINGOAI_SEED_DIR", "/tmp"),
        ("DOINGOAI_SEEDS_DIR", "~nobody-of-this-name/seeds"),
        ("DOINGOAI_SEEDS_DIR", __file__),
        ("DOINGOAI_ALLOWED_HOSTS", "https://api.example.org"),
        ("DOINGOAI_ENV_FILE", "/nowhere/at/all"),
        ("DOINGOAI_ENV_FILE", str(Path(__file__).parent)),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(name: str, value: str) -> None:
    ended = run_python("manage.py", "check", **{name: value})
    assert ended.returncode != 0
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_of_settings_that_is_not_utf_8_stops_the_start_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_bytes("DOINGOAI_LOG_LEVEL=INFO\n# Việt\n".encode("cp1258", "replace") + b"\xff\n")
    ended = run_python("manage.py", "check", DOINGOAI_ENV_FILE=str(file))
    assert ended.returncode != 0
    assert f"DOINGOAI_ENV_FILE is '{file}', which is not UTF-8" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("hosts", ["api.example.org:8000", "api.example.org/api", "a b", "[::1]:80"])
def test_a_host_with_a_scheme_port_or_path_is_refused(hosts: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DOINGOAI_ALLOWED_HOSTS names"):
        Environment({"DOINGOAI_ALLOWED_HOSTS": hosts}).host_names("DOINGOAI_ALLOWED_HOSTS", debug=False)


def test_names_addresses_and_domains_are_hosts() -> None:
    hosts = ["api.example.org", ".example.org", "127.0.0.1", "[::1]"]
    given = Environment({"DOINGOAI_ALLOWED_HOSTS": ",".join(hosts)})
    assert given.host_names("DOINGOAI_ALLOWED_HOSTS", debug=False) == hosts


@pytest.mark.parametrize("door", ["config.wsgi", "config.asgi"])
@pytest.mark.parametrize("missing", ["DOINGOAI_SECRET_KEY", "DOINGOAI_ALLOWED_HOSTS"])
def test_no_server_opens_without_its_own_key_and_hosts(door: str, missing: str) -> None:
    rest = {name: value for name, value in PRODUCTION.items() if name != missing}
    ended = run_python("-c", f"import {door}", **rest)
    assert ended.returncode != 0
    assert f"{missing} is not set" in ended.stderr


def test_production_passes_every_check_of_django() -> None:
    ended = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def answers() -> Any:
    """Return what a production process answers, by the name of the question in ASK."""
    ended = run_python("-c", ASK, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_a_plain_request_is_sent_to_tls(answers: Any) -> None:
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["location"].startswith("https://api.example.org/")


def test_the_proxys_word_for_tls_is_taken(answers: Any) -> None:
    assert answers["tls"]["status"] == 200
    assert "max-age=31536000" in answers["tls"]["headers"]["strict-transport-security"]


def test_a_health_probe_needs_no_tls(answers: Any) -> None:
    assert answers["probe"]["status"] == 200


def test_a_forged_host_is_refused(answers: Any) -> None:
    assert answers["forged"]["status"] == 400


def test_a_callers_word_for_tls_is_not_taken_without_a_proxy() -> None:
    direct = {name: value for name, value in PRODUCTION.items() if name != "DOINGOAI_TLS_PROXY"}
    ended = run_python("-c", ASK, DJANGO_SETTINGS_MODULE="config.settings", **direct)
    answer = json.loads(ended.stdout)["tls"]
    assert answer["status"] == 200
    assert "strict-transport-security" not in answer["headers"]


def test_every_answer_forbids_scripts_from_elsewhere(answers: Any) -> None:
    policy = answers["tls"]["headers"]["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
