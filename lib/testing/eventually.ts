import { until } from '../timing.ts';

/** What `look` answers as soon as that is neither undefined nor false; looks every 20 ms, for a minute at most. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what = 'what this test waits for',
  withinMs = 60_000,
): Promise<T> {
  let seen: T | undefined | false;
  async function lookOnce() {
    seen = await look();
    return seen === undefined || seen === false ? 'not yet' : null;
  }
  await until(lookOnce, { what, withinMs, everyMs: 20 });
  return seen as T;
}
