-- The list of operations, newest first.
CREATE INDEX operations_list ON operations (created_at, id);
