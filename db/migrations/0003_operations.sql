-- Slow work that goes on after its request was answered, and is taken over when a process dies.
CREATE TABLE operations (
  id uuid PRIMARY KEY,
  type text COLLATE "C" NOT NULL
    CHECK (type IN ('finalize', 'trash', 'restore', 'purge', 'rename')),
  -- Running from its first attempt to its end, also between two attempts.
  state text COLLATE "C" NOT NULL
    CHECK (state IN ('queued', 'running', 'done', 'failed', 'needs_person')),
  folder_id uuid NOT NULL REFERENCES folders (id),
  -- What it works on: of finalize, the upload.
  subject_id uuid NOT NULL,
  -- As on the wire: what the folder belonged to when it was asked for.
  target jsonb NOT NULL,
  -- Who asked, and by which request from where: what its audit events tell.
  asked_by jsonb NOT NULL,
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  -- Held by who works on it; another may take it over once this has passed.
  lease_id uuid,
  lease_until timestamptz(3),
  -- A problem as on the wire: why it ended, or why the last attempt did.
  error jsonb,
  result jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  updated_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  CHECK ((lease_id IS NULL) = (lease_until IS NULL))
);
-- A folder has one piece of slow work done to it at a time; others wait in the queue.
CREATE UNIQUE INDEX operations_folder ON operations (folder_id) WHERE state = 'running';
-- Asking again finds the same one.
CREATE UNIQUE INDEX operations_subject ON operations (subject_id, type)
  WHERE state IN ('queued', 'running');
CREATE INDEX operations_due ON operations (next_attempt_at) WHERE state IN ('queued', 'running');
CREATE INDEX operations_over ON operations (updated_at) WHERE state NOT IN ('queued', 'running');

-- Who finalizes an upload holds the lease of its operation. None is under way while this is applied,
-- or it died: what it began is begun anew.
UPDATE uploads SET state = 'open' WHERE state = 'finalizing';
ALTER TABLE uploads DROP COLUMN lease_until, DROP COLUMN lease_id;

-- A prefix nobody writes to any more, though URLs signed for it earlier still may. It is listed when
-- the last of them has lapsed, and once more later, and what no object names is deleted.
CREATE TABLE dead_prefixes (
  upload_id uuid PRIMARY KEY REFERENCES uploads (id),
  bucket text COLLATE "C" NOT NULL,
  -- With a slash at the end.
  prefix text COLLATE "C" NOT NULL,
  due_at timestamptz(3) NOT NULL,
  sweeps_left integer NOT NULL,
  -- The last key seen in a sweep under way; what comes after it is still to be listed.
  swept_up_to text COLLATE "C"
);
CREATE INDEX dead_prefixes_due ON dead_prefixes (due_at);

-- A key is written once and never reused. By it a sweep knows what is published.
CREATE UNIQUE INDEX objects_key ON objects (key, bucket);
-- Multipart uploads are in upload_multiparts until they are joined or aborted.
ALTER TABLE objects DROP COLUMN multipart_id;
