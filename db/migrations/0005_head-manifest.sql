-- Digest of the manifest that the current revision is, where it was published as a whole: posting it
-- again changes nothing, which need not be found out by comparing.
ALTER TABLE folders ADD COLUMN head_manifest_sha256 text COLLATE "C";
