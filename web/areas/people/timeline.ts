import type { History, Move, ScheduleChange } from '#services/user/answers.ts';

/** From here on holds what a registration says (services/user/timeline.ts). */
const beginning = '1900-01-01';

export type Entry =
  | { readonly kind: 'move'; readonly change: Move }
  | { readonly kind: 'schedule'; readonly change: ScheduleChange };

/** Moves and schedules as one story, the latest day first; of one day what was said last. */
export const storyOf = ({ moves, schedules }: History): readonly Entry[] =>
  [
    ...moves.map((change): Entry => ({ kind: 'move', change })),
    ...schedules.map((change): Entry => ({ kind: 'schedule', change })),
  ].toSorted((a, b) => b.change.from.localeCompare(a.change.from) || b.change.at.localeCompare(a.change.at));

export const isBeginning = ({ change }: Entry): boolean => change.from === beginning;

/** Whether a later word can correct it: it still counts, and is not how somebody began. */
export const isOpen = (entry: Entry): boolean => entry.change.counts && !isBeginning(entry);
