import { addDays } from '#lib/dates.ts';
import type { Speech } from '../../language/speech.ts';

/** A Monday; the days after it are the other weekdays. */
const monday = '2024-01-01';

/** The weekdays as the reader calls them, Monday first. */
export const weekdays = ({ shortWeekday }: Pick<Speech, 'shortWeekday'>): readonly string[] =>
  Array.from({ length: 7 }, (_, place) => shortWeekday(addDays(monday, place)));

export const usualWeek: readonly number[] = [1, 1, 1, 1, 1, 0, 0];

interface Run {
  readonly first: number;
  readonly last: number;
  readonly share: number;
}

/** Neighbouring days of the same share, without days off. */
function runsOf(shares: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  shares.forEach((share, place) => {
    const run = runs.at(-1);
    if (run !== undefined && run.share === share && run.last === place - 1)
      runs[runs.length - 1] = { ...run, last: place };
    else runs.push({ first: place, last: place, share });
  });
  return runs.filter(({ share }) => share > 0);
}

/** `Mon–Thu, Fri 50%`: the days of work, with their share where it is not the whole day; '' when there are none. */
export function weekText(words: Pick<Speech, 'shortWeekday' | 'percent'>, shares: readonly number[] | null): string {
  const names = weekdays(words);
  const said = runsOf(shares ?? usualWeek).map(({ first, last, share }) => {
    const days = first === last ? names[first] : `${names[first]}${last - first > 1 ? '–' : ', '}${names[last]}`;
    return share === 1 ? `${days}` : `${days} ${words.percent(share)}`;
  });
  return said.join(', ');
}
