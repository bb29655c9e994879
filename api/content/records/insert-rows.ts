import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../core/database.ts';
import type { JsonRow } from './record-document.ts';

const ROWS_AT_ONCE = 10_000;

/**
 * Inserts rows as records hold them, all columns as they were. A column that is younger than a row
 * gets its default, one that is gone since is passed over.
 */
export async function insertRows(tx: Tx, table: PgTable, rows: readonly JsonRow[]): Promise<void> {
  const names = Object.values(getTableColumns(table)).map(({ name }) => name);
  const alike = Map.groupBy(rows, (row) => names.filter((name) => name in row).join());
  for (const [columns, some] of alike) {
    for (let at = 0; at < some.length; at += ROWS_AT_ONCE) {
      const part = JSON.stringify(some.slice(at, at + ROWS_AT_ONCE));
      await insertAlike(tx, { table, columns: columns.split(','), rows: part });
    }
  }
}

interface AlikeRows {
  readonly table: PgTable;
  readonly columns: readonly string[];
  /** JSON. */
  readonly rows: string;
}

async function insertAlike(tx: Tx, { table, columns, rows }: AlikeRows): Promise<void> {
  const name = sql.identifier(getTableName(table));
  const list = sql.join(columns.map(sql.identifier), sql`, `);
  await tx.execute(sql`
    INSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE
    SELECT ${list} FROM json_populate_recordset(NULL::${name}, ${rows}::json)`);
}
