-- A folder keeps the revisions from this one to its head; those before it are gone.
ALTER TABLE folders ADD COLUMN oldest_revision integer NOT NULL DEFAULT 1;

-- The revision it published again, if it is such a one. It has no upload then.
ALTER TABLE revisions ADD COLUMN restored_from integer;

-- By these, going from one revision to another costs as much as differs, whatever the folder's size.
-- They are on a hash of folder and revision: on the folder itself they tempt the planner, which thinks
-- of a folder that is not in its statistics yet as of one row, and reads all of it by one of these for
-- every path it looks up. Nothing else asks for this expression.
CREATE INDEX files_added ON files (uuid_hash_extended(folder_id, added_in));
CREATE INDEX files_removed ON files (uuid_hash_extended(folder_id, removed_in))
  WHERE removed_in IS NOT NULL;
-- By this, ticks find the folders that keep more revisions than they must.
CREATE INDEX folders_kept ON folders ((head_revision - oldest_revision));

-- What is sent for an upload stays where it was sent, also when its folder is moved meanwhile.
ALTER TABLE uploads ADD COLUMN prefix text COLLATE "C";
UPDATE uploads u SET prefix = f.prefix FROM folders f WHERE f.id = u.folder_id;
ALTER TABLE uploads ALTER COLUMN prefix SET NOT NULL;

-- A build in the trash gives its version free.
ALTER TABLE builds ADD COLUMN in_trash boolean NOT NULL DEFAULT false;
ALTER TABLE builds DROP CONSTRAINT builds_platform_version_folded_key;
CREATE UNIQUE INDEX builds_live_version ON builds (platform, version_folded) WHERE NOT in_trash;

-- One deletion of a book or build, from being asked for to its end. The row stays as a tombstone.
CREATE TABLE trash (
  id uuid PRIMARY KEY,
  folder_id uuid NOT NULL REFERENCES folders (id),
  -- Of the book or build.
  owner_id uuid NOT NULL,
  type text COLLATE "C" NOT NULL CHECK (type IN ('book', 'build')),
  state text COLLATE "C" NOT NULL
    CHECK (state IN ('trashing', 'trashed', 'restoring', 'restored', 'purging', 'purged')),
  -- As on the wire: what the folder belonged to, by the names it had.
  target jsonb NOT NULL,
  -- What people call it, folded, for searching.
  title_folded text COLLATE "C" NOT NULL,
  -- A book's, to which it returns.
  previous_status text COLLATE "C",
  file_count integer NOT NULL,
  size_bytes bigint NOT NULL,
  deleted_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  -- Its email stays readable when the user is gone.
  deleted_by text NOT NULL,
  -- Set when everything has moved.
  purge_after timestamptz(3),
  updated_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  CHECK ((type = 'book') = (previous_status IS NOT NULL))
);
-- Only what was deleted last can be restored.
CREATE UNIQUE INDEX trash_held ON trash (folder_id)
  WHERE state IN ('trashing', 'trashed', 'purging');
CREATE INDEX trash_list ON trash (deleted_at, id) WHERE state IN ('trashing', 'trashed', 'purging');
CREATE INDEX trash_due ON trash (purge_after) WHERE state = 'trashed';
CREATE INDEX trash_owner ON trash (owner_id, deleted_at);

-- Where a move takes what lies under a prefix: for each gen it finds, a fresh one of its own. Both
-- prefixes end in a slash.
CREATE TABLE move_prefixes (
  operation_id uuid NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  from_bucket text COLLATE "C" NOT NULL,
  from_prefix text COLLATE "C" NOT NULL,
  to_bucket text COLLATE "C" NOT NULL,
  to_prefix text COLLATE "C" NOT NULL,
  PRIMARY KEY (operation_id, from_bucket, from_prefix)
);
-- Multipart uploads a move has begun at its destination, until they are joined or aborted.
CREATE TABLE move_multiparts (
  operation_id uuid NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  bucket text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  multipart_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (operation_id, key, multipart_id)
);

-- Not only uploads leave prefixes nobody writes to any more.
ALTER TABLE dead_prefixes DROP CONSTRAINT dead_prefixes_pkey;
ALTER TABLE dead_prefixes ALTER COLUMN upload_id DROP NOT NULL;
ALTER TABLE dead_prefixes ADD PRIMARY KEY (prefix, bucket);
