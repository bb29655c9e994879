CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- Audit events chained: each hash is the SHA-256 of the hash before it and the event.
CREATE TABLE audit_seals (
  seq bigint PRIMARY KEY,
  event_id uuid NOT NULL UNIQUE REFERENCES audit_events (id),
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Seals that were written to the bucket meta, so that cutting the chain's end off shows.
CREATE TABLE audit_heads (
  seq bigint PRIMARY KEY REFERENCES audit_seals (seq),
  written_at timestamptz(3) NOT NULL DEFAULT dcs_now()
);
CREATE TRIGGER audit_heads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Events that wait for their seal, with the transaction each came in: events are sealed in the order
-- of transactions, and only when all older transactions have ended.
CREATE TABLE audit_unsealed (
  event_id uuid PRIMARY KEY REFERENCES audit_events (id),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX audit_unsealed_order ON audit_unsealed (xid, event_id);

CREATE FUNCTION await_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (event_id) SELECT id FROM added;
  RETURN NULL;
END $$;
-- Before the next statement, so that no event falls between them: it waits for writers under way.
CREATE TRIGGER audit_events_await_seal AFTER INSERT ON audit_events
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION await_audit_seal();
-- What is there already comes before all that comes.
INSERT INTO audit_unsealed (event_id, xid) SELECT id, '0' FROM audit_events;
