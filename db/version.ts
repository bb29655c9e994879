/** The newest migration this code knows, and so the least it can work with. A test holds it to db/migrations. */
export const SCHEMA_VERSION = 11;
