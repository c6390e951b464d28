import { Cron } from 'croner';

/** When a report is due: a cron pattern on the clocks of a zone. */
export interface Schedule {
  /** Five fields: minute, hour, day, month, weekday. */
  readonly cron: string;
  readonly zone: string;
}

const hourMs = 3_600_000;
/** A day, less the hour that a day of spring has less. */
const leastMs = 23 * hourMs;
/** Enough slots to see the shortest distance between two of any pattern that repeats within a month. */
const looked = 70;

const patternOf = ({ cron, zone }: Schedule): Cron => new Cron(cron, { timezone: zone, mode: '5-part', paused: true });

/**
 * The first slot after an instant (epoch ms); null when none comes. A time that the clocks skip in spring has its slot
 * when they have been put forward; one that they show twice in autumn has one slot, the first.
 */
export const slotAfter = (schedule: Schedule, instant: number): number | null =>
  patternOf(schedule).nextRun(new Date(instant))?.getTime() ?? null;

/** The newest slot in (`after`; `until`], beginning with one that is known; older ones are not made up for. */
export function newestSlot(schedule: Schedule, known: number, until: number): { slot: number; next: number | null } {
  const pattern = patternOf(schedule);
  for (let slot = known; ; ) {
    const next = pattern.nextRun(new Date(slot))?.getTime() ?? null;
    if (next === null || next > until) return { slot, next };
    slot = next;
  }
}

/** What is wrong with a pattern, in English for programs; null when reports can follow it. */
export function scheduleFault(schedule: Schedule, now: number): string | null {
  let slots: number[];
  try {
    slots = patternOf(schedule)
      .nextRuns(looked, new Date(now))
      .map((date) => date.getTime());
  } catch {
    return 'no pattern of five fields such as 0 8 * * 1';
  }
  if (slots.length === 0) return 'a time that never comes';
  const close = slots.some((slot, at) => at > 0 && slot - (slots[at - 1] ?? 0) < leastMs);
  return close ? 'more often than once a day' : null;
}
