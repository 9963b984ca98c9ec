"""The schema's history; ``upgrade`` brings a store to the present."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import inspect, text

from storage.returns import index_phones
from storage.store import Store, StoreError

HEAD = "0005"  # the newest version; a test holds it against the folder of versions
BEFORE_PHONES = ("0001", "0002")  # versions that kept no hash of a telephone number


def upgrade(store: Store) -> None:
    """Bring the schema to the newest version; StoreError for a database newer than this program."""
    with store.reader.connect() as connection:
        found = None
        if inspect(connection).has_table("alembic_version"):
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != HEAD:
        _climb(store, found)


def _climb(store: Store, found: str | None) -> None:
    from alembic import command  # a third of a second at start, needed only when the schema moves
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(resources.files("storage") / "migrations"))
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"This database was made by a newer hejie (schema {found}). Install that version, or restore "
            "the backup that was made before the upgrade."
        )
    with store.writer.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    if found in BEFORE_PHONES:
        with store.write() as tx:
            index_phones(tx)
