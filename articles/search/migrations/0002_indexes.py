from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = ("title", "marked_title", "text", "marked_text")
TABLE = "search_searchentry"

# What the index holds of stored words, as articles.search.words.tokens says: each word, and each pair of neighbours.
FUNCTION = """
    CREATE FUNCTION search_tokens(words text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    DECLARE
        tokens text[] := '{}';
        before text := '|';
        word text;
    BEGIN
        FOREACH word IN ARRAY string_to_array(trim(words), ' ') LOOP
            IF word <> '|' THEN
                tokens := tokens || word;
                IF before <> '|' THEN
                    tokens := tokens || (before || '_' || word);
                END IF;
            END IF;
            before := word;
        END LOOP;
        RETURN tokens;
    END $$
"""
GIN = f"CREATE INDEX search_index ON {TABLE} USING gin ({', '.join(f'search_tokens({column})' for column in COLUMNS)})"

# The table keeps no words, as the entries have them: so it is told at each change what it is to forget.
FTS5 = f"""
    CREATE VIRTUAL TABLE search_index USING fts5(
        {", ".join(COLUMNS)}, content='', detail=column, columnsize=0, tokenize="ascii tokenchars '_'"
    )
"""
OLD = f"('delete', old.id, {', '.join(f'search_tokens(old.{column})' for column in COLUMNS)})"
NEW = f"(new.id, {', '.join(f'search_tokens(new.{column})' for column in COLUMNS)})"
FORGET = f"INSERT INTO search_index(search_index, rowid, {', '.join(COLUMNS)}) VALUES {OLD};"
LEARN = f"INSERT INTO search_index(rowid, {', '.join(COLUMNS)}) VALUES {NEW};"
TRIGGERS = (
    f"CREATE TRIGGER search_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    f"CREATE TRIGGER search_update AFTER UPDATE ON {TABLE} BEGIN {FORGET} {LEARN} END",
    f"CREATE TRIGGER search_delete AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
)

MAKE = {"postgresql": (FUNCTION, GIN), "sqlite": (FTS5, *TRIGGERS)}
DROP = {
    "postgresql": ("DROP INDEX search_index", "DROP FUNCTION search_tokens"),
    "sqlite": (*(f"DROP TRIGGER search_{deed}" for deed in ("insert", "update", "delete")), "DROP TABLE search_index"),
}


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The index of the words: FTS5 on SQLite, kept by triggers; GIN on PostgreSQL."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
