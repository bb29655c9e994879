-- Records for bucket meta. The numbers of what tells of one entity come in the order of its commits,
-- since whoever changes it holds a lock on its row. What the old table still held is written anew below.
DROP TABLE outbox;
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text COLLATE "C" NOT NULL
    CHECK (kind IN ('folder', 'book', 'build', 'trash', 'revision', 'moved')),
  -- Of revision and moved, the folder.
  entity_id uuid NOT NULL,
  record jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now()
);
CREATE INDEX outbox_entity ON outbox (entity_id);

-- Records the row as it is now, so that no verb can forget to. Its arguments are the kind and the
-- column that holds the entity's id. What is rebuilt from records makes none.
CREATE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_now jsonb := to_jsonb(NEW);
BEGIN
  IF current_setting('dcs.rebuilding', true) IS DISTINCT FROM 'on' THEN
    INSERT INTO outbox (kind, entity_id, record)
    VALUES (TG_ARGV[0], (row_now ->> TG_ARGV[1])::uuid, row_now);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER folders_record AFTER INSERT OR UPDATE ON folders
  FOR EACH ROW EXECUTE FUNCTION record_row('folder', 'id');
CREATE TRIGGER books_record AFTER INSERT OR UPDATE ON books
  FOR EACH ROW EXECUTE FUNCTION record_row('book', 'id');
CREATE TRIGGER builds_record AFTER INSERT OR UPDATE ON builds
  FOR EACH ROW EXECUTE FUNCTION record_row('build', 'id');
CREATE TRIGGER trash_record AFTER INSERT OR UPDATE ON trash
  FOR EACH ROW EXECUTE FUNCTION record_row('trash', 'id');
CREATE TRIGGER revisions_record AFTER INSERT ON revisions
  FOR EACH ROW EXECUTE FUNCTION record_row('revision', 'folder_id');

-- What was there before there were such records.
INSERT INTO outbox (kind, entity_id, record)
  SELECT 'folder', id, to_jsonb(f) FROM folders f ORDER BY id;
INSERT INTO outbox (kind, entity_id, record)
  SELECT 'book', id, to_jsonb(b) FROM books b ORDER BY id;
INSERT INTO outbox (kind, entity_id, record)
  SELECT 'build', id, to_jsonb(b) FROM builds b ORDER BY id;
INSERT INTO outbox (kind, entity_id, record)
  SELECT 'trash', id, to_jsonb(t) FROM trash t ORDER BY id;
INSERT INTO outbox (kind, entity_id, record)
  SELECT 'revision', folder_id, to_jsonb(r) FROM revisions r ORDER BY folder_id, revision;
