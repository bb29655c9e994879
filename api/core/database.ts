import type * as database from '../../db/client.ts';

/** Queries outside a transaction. */
export type Db = database.Db;
/** Queries inside one. */
export type Tx = database.Tx;
/** What a query needs: either of them. */
export type Queries = database.Queries;
