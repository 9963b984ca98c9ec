"""The schema's history; ``upgrade`` brings a store to the present."""

from __future__ import annotations

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.store import Store, StoreError


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("storage") / "migrations"))
    return config


def upgrade(store: Store) -> None:
    """Bring the schema to the newest version; StoreError for a database newer than this program."""
    config = _config()
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    with store.writer.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        if found is not None and found not in known:
            raise StoreError(
                f"This database was made by a newer hejie (schema {found}). Install that version, or restore "
                "the backup that was made before the upgrade."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
