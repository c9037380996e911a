"""What the database itself refuses of an entry, beside changing or deleting it.

PostgreSQL looks when the transaction commits: every entry that got a posting must have exactly
its ``line_count`` postings, adding up to zero per currency. SQLite has no deferred triggers; it
looks when the last announced posting arrives, and refuses any further one. An entry that stays
incomplete there is found by ``ledger check``.
"""

from sqlalchemy import DDL, Table, event

_SQLITE_FULL = """
CREATE TRIGGER ledger_postings_full BEFORE INSERT ON ledger_postings
WHEN (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.entry_id)
  >= (SELECT line_count FROM ledger_entries WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the ledger entry is complete'); END
"""

_SQLITE_BALANCE = """
CREATE TRIGGER ledger_postings_balance AFTER INSERT ON ledger_postings
WHEN (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.entry_id)
   = (SELECT line_count FROM ledger_entries WHERE id = NEW.entry_id)
 AND EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.entry_id
             GROUP BY currency HAVING sum(amount) <> 0)
BEGIN SELECT RAISE(ABORT, 'the ledger entry does not balance'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.entry_id
             GROUP BY currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'the ledger entry does not balance' USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.entry_id)
     <> (SELECT line_count FROM ledger_entries WHERE id = NEW.entry_id) THEN
    RAISE EXCEPTION 'the ledger entry is not complete' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
"""

_POSTGRESQL_TRIGGER = """
CREATE CONSTRAINT TRIGGER ledger_postings_balance AFTER INSERT ON ledger_postings
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_imbalance()
"""

IMBALANCE_STATEMENTS = {
    "sqlite": [_SQLITE_FULL.strip(), _SQLITE_BALANCE.strip()],
    "postgresql": [_POSTGRESQL_FUNCTION.strip(), _POSTGRESQL_TRIGGER.strip()],
}
"""The statements by dialect, used by the metadata and by migrations."""


def refuse_imbalance(table: Table) -> None:
    """Have the triggers made with the table of postings."""
    for dialect, statements in IMBALANCE_STATEMENTS.items():
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
