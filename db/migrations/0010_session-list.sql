-- What lists of users and sessions show, and how they page.
ALTER TABLE sessions
  ADD COLUMN address text COLLATE "C",
  ADD COLUMN user_agent text COLLATE "C",
  ADD COLUMN last_used_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  -- Of the newest refresh token.
  ADD COLUMN expires_at timestamptz(3) NOT NULL DEFAULT dcs_now();
UPDATE sessions s SET last_used_at = t.last_used_at, expires_at = t.expires_at
FROM (
  SELECT session_id, max(issued_at) AS last_used_at, max(expires_at) AS expires_at
  FROM refresh_tokens GROUP BY session_id
) t
WHERE t.session_id = s.id;
-- For sessions that replicas of before open, who do not tell.
ALTER TABLE sessions ALTER COLUMN expires_at SET DEFAULT dcs_now() + interval '30 days';
CREATE INDEX sessions_open ON sessions (created_at DESC, id DESC) WHERE revoked_at IS NULL;
CREATE INDEX sessions_open_of_user ON sessions (user_id, created_at DESC, id DESC)
  WHERE revoked_at IS NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- To find the session of an access token.
CREATE INDEX refresh_tokens_access ON refresh_tokens (access_jti);
