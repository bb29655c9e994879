const STEP = 1000;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const SECONDS = {
  minute: 60,
  hour: 3600,
  day: 86_400,
  month: 2_592_000,
  year: 31_536_000,
} as const;

/** Numbers, sizes and times as one language writes them. */
export interface Format {
  /** `5,121` */
  count(count: number): string;
  /** `734 MB`; units of a thousand. */
  bytes(bytes: number): string;
  /** `38.2 MB/s` */
  rate(bytesPerSecond: number): string;
  /** `42%`, of a share from 0 to 1. */
  percent(share: number): string;
  /** `1 Mar 2026, 09:30`, in the zone of the browser. */
  time(timestamp: string): string;
  /** `3 hours ago`, `in 2 days`. */
  ago(timestamp: string, now?: number): string;
  /** `4 min 5 sec` */
  duration(seconds: number): string;
  /** Before, the same, or after in the order of the language: negative, 0 or positive. */
  compare(a: string, b: string): number;
}

/** @param language BCP 47 */
export function createFormat(language: string): Format {
  const counts = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent' });
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const collator = new Intl.Collator(language, { numeric: true });
  const quantity = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      maximumFractionDigits: digits,
    }).format(value);

  function bytes(size: number): string {
    const { value, unit } = scaled(size);
    return quantity(value, unit, unit === 'byte' || value >= 100 ? 0 : 1);
  }

  return {
    bytes,
    count: (count) => counts.format(count),
    percent: (share) => percents.format(share),
    rate: (bytesPerSecond) =>
      `${bytes(Math.round(bytesPerSecond))}/${language === 'tr' ? 'sn' : 's'}`,
    time: (timestamp) => times.format(new Date(timestamp)),
    ago(timestamp, now = Date.now()) {
      const seconds = (Date.parse(timestamp) - now) / 1000;
      const { amount, unit } = relativeTo(seconds);
      return relative.format(amount, unit);
    },
    duration(seconds) {
      const whole = Math.max(0, Math.round(seconds));
      if (whole < SECONDS.minute) return quantity(whole, 'second');
      if (whole < SECONDS.hour) {
        const rest = whole % SECONDS.minute;
        const minutes = quantity(Math.floor(whole / SECONDS.minute), 'minute');
        return rest === 0 ? minutes : `${minutes} ${quantity(rest, 'second')}`;
      }
      const minutes = Math.round(whole / SECONDS.minute);
      return `${quantity(Math.floor(minutes / 60), 'hour')} ${quantity(minutes % 60, 'minute')}`;
    },
    compare: (a, b) => collator.compare(a, b),
  };
}

function scaled(size: number): { value: number; unit: string } {
  let value = size;
  let index = 0;
  // Rounded first, so that there is no 1,000 kB.
  while (Math.round(value) >= STEP && index < UNITS.length - 1) {
    value /= STEP;
    index += 1;
  }
  return { value, unit: UNITS[index] ?? 'byte' };
}

function relativeTo(seconds: number): { amount: number; unit: Intl.RelativeTimeFormatUnit } {
  const size = Math.abs(seconds);
  const units = ['year', 'month', 'day', 'hour', 'minute'] as const;
  const unit = units.find((one) => size >= SECONDS[one]);
  if (!unit) return { amount: Math.trunc(seconds / 60), unit: 'minute' };
  return { amount: Math.trunc(seconds / SECONDS[unit]), unit };
}
