import type { Problem } from '../data/problem.ts';
import type { Speech } from './speech.ts';

/** What happened and what to do about it: the reader's own words for `problem.<code>`, else what the API said. */
export function explain({ text, find, number }: Speech, problem: Problem): { what: string; remedy: string } {
  const facts = Object.entries(problem.facts ?? {}).map(
    ([name, value]) => [name, typeof value === 'number' ? number(value) : String(value ?? '')] as const,
  );
  const values = Object.fromEntries(facts);
  const key = `problem.${problem.code}`;
  return {
    what: find(key, values) ?? problem.detail ?? problem.title ?? text('panel.error'),
    remedy: find(`${key}.remedy`, values) ?? problem.remedy ?? '',
  };
}
