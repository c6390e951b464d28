import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

/** The page's own channel would keep the test alive. */
Object.assign(globalThis, { BroadcastChannel: class {} });

type Resources = typeof import('./resource.ts');
let of: Resources;
let asked: ((response: Response | null) => Promise<void>)[];

/** An answer of the API that is given when the test says so; null: the connection breaks. */
const answerLater = (): Promise<Response> =>
  new Promise((resolve, reject) => {
    asked.push(async (response) => {
      if (response === null) reject(new TypeError('no connection'));
      else resolve(response);
      await jest.advanceTimersByTimeAsync(0);
    });
  });

const says = (text: string): Response => Response.json({ text });
const away = (): Response => Response.json({ status: 503, code: 'service_away' }, { status: 503 });

beforeAll(async () => {
  of = await import('./resource.ts');
  const { session } = await import('./session.ts');
  session.value = { state: 'signed-out', why: 'never' };
});
beforeEach(() => {
  asked = [];
  jest.useFakeTimers();
  jest.spyOn(globalThis, 'fetch').mockImplementation(answerLater);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

async function held(path: string) {
  const one = of.resource(path, ['requests']);
  const leave = one.hold();
  await jest.advanceTimersByTimeAsync(0);
  return { one, leave };
}

describe('an answer that is kept fresh', () => {
  test('is asked for again when something changed while it was under way, and ends with the newer one', async () => {
    const { one, leave } = await held('/api/a');
    of.refreshTables(['requests']);
    of.refreshUnder('/api');
    expect(asked).toHaveLength(1);
    await asked[0]?.(says('before the change'));
    await jest.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(2);
    await asked[1]?.(says('after it'));
    await jest.advanceTimersByTimeAsync(60_000);
    expect([asked.length, one.known.value.data]).toEqual([2, { text: 'after it' }]);
    leave();
  });

  test('takes nothing from a question whose reader has left, however late it is answered', async () => {
    const first = await held('/api/b');
    first.leave();
    const second = await held('/api/b');
    expect(second.one).not.toBe(first.one);
    await asked[1]?.(says('new'));
    await asked[0]?.(says('old'));
    expect([first.one.known.value.data, second.one.known.value.data]).toEqual([undefined, { text: 'new' }]);
    second.leave();
  });

  test.each([
    ['a connection that broke', null],
    ['a service that is away', 503],
  ])('outlives %s, says since when it is old, and heals by itself', async (_, status) => {
    const { one, leave } = await held('/api/c');
    await asked[0]?.(says('first'));
    const { at } = one.known.value;
    await jest.advanceTimersByTimeAsync(1000);
    one.refresh();
    await jest.advanceTimersByTimeAsync(1000);
    await asked[1]?.(status === null ? null : away());
    expect(one.known.value).toMatchObject({ data: { text: 'first' }, at });
    expect([...of.overdue.value]).toEqual([['/api/c', at]]);
    await jest.advanceTimersByTimeAsync(2000);
    await asked[2]?.(says('second'));
    expect([one.known.value.data, one.known.value.problem, of.overdue.value.size]).toEqual([
      { text: 'second' },
      null,
      0,
    ]);
    leave();
  });

  test('that cannot be had any more is not overdue once nobody looks', async () => {
    const { one, leave } = await held('/api/d');
    await asked[0]?.(says('first'));
    one.refresh();
    await jest.advanceTimersByTimeAsync(1000);
    await asked[1]?.(away());
    leave();
    await jest.advanceTimersByTimeAsync(60_000);
    expect([of.overdue.value.size, asked.length]).toEqual([0, 2]);
  });

  test('that is refused is not asked for again by itself', async () => {
    const { leave } = await held('/api/e');
    await asked[0]?.(Response.json({ status: 403, code: 'forbidden' }, { status: 403 }));
    await jest.advanceTimersByTimeAsync(60_000);
    expect([asked.length, of.overdue.value.size]).toEqual([1, 0]);
    leave();
  });
});
