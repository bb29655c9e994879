/**
 * The first moment of a day on the clock of the browser, in RFC 3339; undefined where it names none.
 * @param day `2026-03-01`
 * @param later so many days after it
 */
export function startOfDay(day: string | undefined, later = 0): string | undefined {
  const start = new Date(`${day}T00:00`); // without an offset it is local time
  if (Number.isNaN(start.getTime())) return undefined;
  start.setDate(start.getDate() + later); // not 24 hours: the clocks may change that night
  return start.toISOString();
}
