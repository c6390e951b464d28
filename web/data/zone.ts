import { signal } from '@preact/signals';
import type { LocalDate } from '#lib/dates.ts';

/** The company's time zone: the API's word, until then the reader's own. */
export const zone = signal(new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** What the clock of a zone shows, read as if it were UTC, epoch ms. */
function wallClock(at: number, zone: string): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** The instant at which a day begins in a zone, epoch ms. */
export function beginOf(day: LocalDate, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  const near = wanted - (wallClock(wanted, zone) - wanted);
  return wanted - (wallClock(near, zone) - near);
}
