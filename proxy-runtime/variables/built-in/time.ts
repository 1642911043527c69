import type { Variables } from './variable.ts';

export const TIME_VARIABLES: Variables = {
  msec: () => toSeconds(Date.now()),
  time_iso8601: () => formatIso8601(new Date()),
  time_local: () => formatLocal(new Date()),
};

/** Milliseconds as nginx shows times: seconds with three digits. */
export function toSeconds(ms: number): string {
  return (Math.max(0, Math.round(ms)) / 1000).toFixed(3);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `25/Nov/2026:11:00:00 +0000`, in local time. */
function formatLocal(now: Date): string {
  const { year, day, clock, sign, hours, minutes } = localParts(now);
  return `${day}/${MONTHS[now.getMonth()] ?? ''}/${year}:${clock} ${sign}${hours}${minutes}`;
}

/** `2026-11-25T11:00:00+00:00`, in local time. */
function formatIso8601(now: Date): string {
  const { year, month, day, clock, sign, hours, minutes } = localParts(now);
  return `${year}-${month}-${day}T${clock}${sign}${hours}:${minutes}`;
}

function localParts(now: Date): Record<'year' | 'month' | 'day' | 'clock' | 'sign' | 'hours' | 'minutes', string> {
  const east = -now.getTimezoneOffset();
  return {
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    clock: [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':'),
    sign: east < 0 ? '-' : '+',
    hours: two(Math.floor(Math.abs(east) / 60)),
    minutes: two(Math.abs(east) % 60),
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
