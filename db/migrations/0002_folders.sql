-- A folder is what is published as a whole: the content of a book, or of one build of an app.
CREATE TABLE folders (
  id uuid PRIMARY KEY,
  bucket text COLLATE "C" NOT NULL,
  -- Where its objects lie: the escaped names, without a slash at the end.
  prefix text COLLATE "C" NOT NULL,
  -- The current revision; 0 before the first publish.
  head_revision integer NOT NULL DEFAULT 0,
  -- Rises with trash, restore and rename; what was planned in an older epoch is refused.
  epoch integer NOT NULL DEFAULT 1,
  -- Of the current revision.
  file_count integer NOT NULL DEFAULT 0,
  directory_count integer NOT NULL DEFAULT 0,
  link_count integer NOT NULL DEFAULT 0,
  size_bytes bigint NOT NULL DEFAULT 0
);

ALTER TABLE books ADD COLUMN folder_id uuid UNIQUE REFERENCES folders (id);

CREATE TABLE builds (
  id uuid PRIMARY KEY,
  platform text COLLATE "C" NOT NULL CHECK (platform IN ('macos', 'windows', 'linux')),
  version text COLLATE "C" NOT NULL,
  version_folded text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  folder_id uuid NOT NULL UNIQUE REFERENCES folders (id),
  first_published_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  updated_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  UNIQUE (platform, version_folded)
);

-- What the store holds for a folder. Its key is written once and never reused.
CREATE TABLE objects (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  folder_id uuid NOT NULL REFERENCES folders (id),
  bucket text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  size_bytes bigint NOT NULL,
  -- As on the wire: 64 hex digits, or S3's composite with the number of parts behind a dash.
  sha256 text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('live', 'doomed')),
  -- A multipart upload that may be unfinished.
  multipart_id text COLLATE "C",
  -- When a doomed object may be deleted: not before the last URL that could write it has lapsed.
  not_before timestamptz(3)
);
CREATE INDEX objects_content ON objects (folder_id, sha256);
CREATE INDEX objects_doomed ON objects (not_before, id) WHERE state = 'doomed';

-- A row lives from the revision that brought it to the one that dropped it.
CREATE TABLE files (
  folder_id uuid NOT NULL REFERENCES folders (id),
  path text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('file', 'directory', 'link')),
  object_id bigint REFERENCES objects (id),
  executable boolean NOT NULL DEFAULT false,
  link_target text COLLATE "C",
  added_in integer NOT NULL,
  removed_in integer,
  PRIMARY KEY (folder_id, path, added_in),
  CHECK ((kind = 'file') = (object_id IS NOT NULL)),
  CHECK ((kind = 'link') = (link_target IS NOT NULL))
);
CREATE UNIQUE INDEX files_current ON files (folder_id, path) WHERE removed_in IS NULL;
CREATE INDEX files_object ON files (object_id);

CREATE TABLE revisions (
  folder_id uuid NOT NULL REFERENCES folders (id),
  revision integer NOT NULL,
  upload_id uuid,
  published_by uuid,
  published_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  file_count integer NOT NULL,
  size_bytes bigint NOT NULL,
  added integer NOT NULL,
  changed integer NOT NULL,
  removed integer NOT NULL,
  PRIMARY KEY (folder_id, revision)
);

CREATE TABLE uploads (
  id uuid PRIMARY KEY,
  folder_id uuid NOT NULL REFERENCES folders (id),
  state text COLLATE "C" NOT NULL
    CHECK (state IN ('open', 'finalizing', 'published', 'aborted', 'expired')),
  mode text COLLATE "C" NOT NULL CHECK (mode IN ('replace', 'merge')),
  manifest_sha256 text COLLATE "C" NOT NULL,
  -- Names its objects' keys: {prefix}/{gen}/{path}.
  gen text COLLATE "C" NOT NULL UNIQUE,
  base_revision integer NOT NULL,
  epoch integer NOT NULL,
  counts jsonb NOT NULL,
  bytes jsonb NOT NULL,
  -- Nothing signed for it can write after this.
  urls_expire_at timestamptz(3),
  -- Held by who finalizes it; another may take it over once this has passed.
  lease_until timestamptz(3),
  lease_id uuid,
  receipt jsonb,
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  expires_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX uploads_resumable ON uploads (folder_id, mode, manifest_sha256)
  WHERE state IN ('open', 'finalizing');
CREATE INDEX uploads_expiry ON uploads (expires_at) WHERE state = 'open';
CREATE INDEX uploads_folder ON uploads (folder_id);

-- What publishing an upload would change, against its base revision. What stays has no row here.
CREATE TABLE upload_changes (
  upload_id uuid NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  path text COLLATE "C" NOT NULL,
  -- What stands there in the base revision, and what will: none for added, none for removed.
  was text COLLATE "C" CHECK (was IN ('file', 'directory', 'link')),
  kind text COLLATE "C" CHECK (kind IN ('file', 'directory', 'link')),
  size_bytes bigint,
  sha256 text COLLATE "C",
  executable boolean NOT NULL DEFAULT false,
  link_target text COLLATE "C",
  -- An object of this folder that has the bytes already; the plan holds it until it ends.
  reused_object_id bigint REFERENCES objects (id),
  PRIMARY KEY (upload_id, path),
  CHECK (was IS NOT NULL OR kind IS NOT NULL),
  CHECK ((kind IS NOT DISTINCT FROM 'file') = (sha256 IS NOT NULL))
);
CREATE INDEX upload_changes_reused ON upload_changes (reused_object_id)
  WHERE reused_object_id IS NOT NULL;

-- Multipart uploads begun at the store, one a file. They outlive a rebase that drops the file for now.
CREATE TABLE upload_multiparts (
  upload_id uuid NOT NULL REFERENCES uploads (id),
  path text COLLATE "C" NOT NULL,
  multipart_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (upload_id, path)
);

-- Records for bucket meta, written by a tick after the commit that made them.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text COLLATE "C" NOT NULL,
  record jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now()
);
