-- The database's clock, to the millisecond the wire carries. Every due time and time limit uses it;
-- a test moves it for its own connections with: SET dcs.clock_offset = '8 days'.
CREATE FUNCTION dcs_now() RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN date_trunc(
    'milliseconds',
    now() + coalesce(nullif(current_setting('dcs.clock_offset', true), '')::interval, interval '0')
  );

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  email_folded text COLLATE "C" NOT NULL UNIQUE,
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin')),
  disabled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now()
);

-- A session is one family of refresh tokens: each use of one gives the next.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  revoked_at timestamptz(3)
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Only a token's SHA-256 is kept. access_jti names the access token issued along with it, so that
-- ending the session also ends what is still in the field.
CREATE TABLE refresh_tokens (
  token_sha256 bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  access_jti uuid NOT NULL,
  issued_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  access_expires_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

CREATE TABLE revoked_tokens (
  jti uuid PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);

CREATE TABLE login_failures (
  id uuid PRIMARY KEY,
  email_folded text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT dcs_now()
);
CREATE INDEX login_failures_address ON login_failures (address, email_folded, at);
CREATE INDEX login_failures_at ON login_failures (at);

-- A publisher has one spelling. Books carry it as their foreign key, so that a corrected spelling
-- reaches all of them.
CREATE TABLE publishers (
  name text COLLATE "C" PRIMARY KEY,
  name_folded text COLLATE "C" NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now()
);

CREATE TABLE books (
  id uuid PRIMARY KEY,
  publisher text COLLATE "C" NOT NULL REFERENCES publishers (name) ON UPDATE CASCADE,
  publisher_folded text COLLATE "C" NOT NULL,
  book_name text COLLATE "C" NOT NULL,
  book_name_folded text COLLATE "C" NOT NULL,
  language text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  category_folded text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
  row_version bigint NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  updated_at timestamptz(3) NOT NULL DEFAULT dcs_now()
);
-- An archived book gives its name free.
CREATE UNIQUE INDEX books_live_name ON books (publisher_folded, book_name_folded)
  WHERE status <> 'archived';
-- Lists page by (sort key, id), both ways.
CREATE INDEX books_by_book_name ON books (book_name_folded, id);
CREATE INDEX books_by_publisher ON books (publisher_folded, id);
CREATE INDEX books_by_publisher_name ON books (publisher);
CREATE INDEX books_by_language ON books (language, id);
CREATE INDEX books_by_category ON books (category_folded, id);
CREATE INDEX books_by_version ON books (version, id);
CREATE INDEX books_by_status ON books (status, id);
CREATE INDEX books_by_created_at ON books (created_at, id);
CREATE INDEX books_by_updated_at ON books (updated_at, id);

CREATE TABLE audit_events (
  id uuid PRIMARY KEY,
  at timestamptz(3) NOT NULL DEFAULT dcs_now(),
  actor_type text NOT NULL CHECK (actor_type IN ('user', 'system', 'anonymous')),
  actor_id uuid,
  actor_email text,
  action text NOT NULL,
  target_type text NOT NULL,
  target_id text NOT NULL,
  target_name text NOT NULL,
  before jsonb,
  after jsonb,
  request_id text,
  address text
);
CREATE INDEX audit_events_at ON audit_events (at, id);
CREATE INDEX audit_events_actor_id ON audit_events (actor_id, at, id);
CREATE INDEX audit_events_actor_email ON audit_events (lower(actor_email), at, id);
CREATE INDEX audit_events_action ON audit_events (action, at, id);
CREATE INDEX audit_events_target ON audit_events (target_id, at, id);
CREATE INDEX audit_events_request ON audit_events (request_id);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
