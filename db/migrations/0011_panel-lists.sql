-- The list of uploads, newest first.
CREATE INDEX uploads_list ON uploads (created_at, id);

-- The newest build of each platform and channel.
CREATE INDEX builds_by_channel ON builds (platform, channel, first_published_at, id)
  WHERE first_published_at IS NOT NULL AND NOT in_trash;

-- What sorts versions as people count, 2.9 before 2.10: in front of each number stands a character
-- that rises with its length.
CREATE FUNCTION version_order(version text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
  RETURN (
    SELECT string_agg(
      CASE WHEN part[1] ~ '^\d'
        THEN chr(ascii('0') + length(ltrim(part[1], '0'))) || ltrim(part[1], '0')
        ELSE part[1]
      END,
      '' ORDER BY place
    )
    FROM regexp_matches(version, '\d+|\D+', 'g') WITH ORDINALITY AS parts (part, place)
  );
CREATE INDEX builds_by_version ON builds (version_order(version_folded), id)
  WHERE first_published_at IS NOT NULL AND NOT in_trash;
