-- Lists page newest first publish first, of all platforms or of one. What was only planned is in none.
CREATE INDEX builds_by_first_publish ON builds (first_published_at, id)
  WHERE first_published_at IS NOT NULL;
CREATE INDEX builds_by_platform ON builds (platform, first_published_at, id)
  WHERE first_published_at IS NOT NULL;
