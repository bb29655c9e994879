/** Before each third digit from the end. Intl does the same, and takes ten milliseconds to be there. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;
const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'];
const STEP = 1000;
const MINUTE = 60;
const HOUR = 3600;

/** `5,121` */
export function countText(count: number): string {
  return String(count).replaceAll(THOUSANDS, ',');
}

/** `1 file`, `5,121 files` */
export function countedText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** `734.0 MB`; units of a thousand. */
export function bytesText(bytes: number): string {
  if (bytes < STEP) return countedText(bytes, 'byte');
  const { size, unit } = scaleOf(bytes);
  return `${(bytes / size).toFixed(1)} ${unit}`;
}

/** `412.0/734.0 MB`, both in the unit of the second. */
export function bytesOfText(done: number, total: number): string {
  if (total < STEP) return `${done}/${bytesText(total)}`;
  const { size } = scaleOf(total);
  return `${(done / size).toFixed(1)}/${bytesText(total)}`;
}

interface Scale {
  /** Bytes. */
  readonly size: number;
  readonly unit: string;
}

function scaleOf(bytes: number): Scale {
  let size = STEP;
  for (const unit of UNITS) {
    // Rounded first, so that there is no 1000.0 kB.
    if (Number((bytes / size).toFixed(1)) < STEP) return { size, unit };
    size *= STEP;
  }
  return { size: size / STEP, unit: UNITS.at(-1) ?? '' };
}

/** `38.2 MB/s` */
export function rateText(bytesPerSecond: number): string {
  return `${bytesText(Math.round(bytesPerSecond))}/s`;
}

/** `0.4 s`, `19 s`, `4 min 5 s`, `2 h 10 min` */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < MINUTE) return `${rounded} s`;
  if (rounded < HOUR) return `${Math.floor(rounded / MINUTE)} min ${rounded % MINUTE} s`;
  const minutes = Math.round(rounded / MINUTE);
  return `${Math.floor(minutes / MINUTE)} h ${minutes % MINUTE} min`;
}

/** `0:08`, `4:05`, `2:10:00` */
export function clockText(seconds: number): string {
  const rounded = Math.round(seconds);
  const two = (value: number) => `${value}`.padStart(2, '0');
  const minutes = Math.floor(rounded / MINUTE);
  if (rounded < HOUR) return `${minutes}:${two(rounded % MINUTE)}`;
  return `${Math.floor(rounded / HOUR)}:${two(minutes % MINUTE)}:${two(rounded % MINUTE)}`;
}
