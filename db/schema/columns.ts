import { sql } from 'drizzle-orm';
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** The database's clock. Defined by migration 0001; tests can move it. */
export const dcsNow = sql<Date>`dcs_now()`;

/** A moment with the wire's precision: milliseconds. */
export const moment = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** When the row came to be, by the database's clock. */
export const createdAt = () => moment('created_at').notNull().default(dcsNow);

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});
