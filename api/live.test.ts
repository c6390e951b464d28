import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Live, type Sink } from './live.ts';

/** A reader that can be told to be slow. */
function reader() {
  const texts: string[] = [];
  let drain: (() => void) | undefined;
  const state = { slow: false, ended: false, destroyed: false };
  const sink: Sink = {
    write: (text) => {
      texts.push(text);
      return !state.slow;
    },
    once: (_, listener) => {
      drain = listener;
    },
    end: () => {
      state.ended = true;
    },
    destroy: () => {
      state.destroyed = true;
    },
  };
  const events = () =>
    texts
      .join('')
      .split('\n\n')
      .filter((part) => part.startsWith('event: '))
      .map(
        (part) => [part.match(/^event: (\w+)/)?.[1], JSON.parse(part.match(/^data: (.*)$/m)?.[1] ?? 'null')] as const,
      );
  const changes = () => events().flatMap(([name, data]) => (name === 'change' ? [data.tables.join('+')] : []));
  function take() {
    state.slow = false;
    const go = drain;
    drain = undefined;
    go?.();
  }
  return { sink, state, texts, events, changes, take };
}

let live: Live;
beforeEach(() => {
  jest.useFakeTimers();
  live = new Live({ version: '1', timeZone: 'Europe/Kyiv' });
});
afterEach(() => {
  live.close();
  jest.useRealTimers();
});

describe('live changes', () => {
  test('begin with a greeting that names the version', () => {
    const one = reader();
    live.join(one.sink);
    expect(one.events()).toEqual([['hello', { version: '1', timeZone: 'Europe/Kyiv' }]]);
  });

  test('are told at once, then at most five times a second with all that came between', () => {
    const one = reader();
    live.join(one.sink);
    live.changed(['a'], 1);
    jest.advanceTimersByTime(0);
    expect(one.changes()).toEqual(['a']);
    for (let i = 0; i < 199; i++) {
      live.changed([i % 2 ? 'b' : 'c'], i);
      jest.advanceTimersByTime(1);
    }
    expect(one.changes()).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(one.changes()).toEqual(['a', 'b+c']);
    jest.advanceTimersByTime(10_000);
    expect(one.changes()).toEqual(['a', 'b+c']);
  });

  test('carry the time of the newest and an id that grows with it', () => {
    const one = reader();
    live.join(one.sink);
    live.changed(['a'], Date.UTC(2026, 0, 1));
    jest.advanceTimersByTime(0);
    expect(one.texts.at(-1)).toBe(
      'event: change\nid: 1767225600000\ndata: {"tables":["a"],"at":"2026-01-01T00:00:00.000Z"}\n\n',
    );
  });

  test('wait for a slow reader without a queue, and hold up nobody else', () => {
    const [slow, quick] = [reader(), reader()];
    slow.state.slow = true;
    live.join(slow.sink);
    live.join(quick.sink);
    for (let i = 0; i < 1000; i++) {
      live.changed([`t${i % 3}`], i);
      jest.advanceTimersByTime(20);
    }
    expect(slow.texts).toHaveLength(1);
    expect(quick.changes().length).toBeGreaterThan(90);
    slow.take();
    jest.advanceTimersByTime(0);
    expect(slow.changes()).toEqual(['t0+t1+t2']);
  });

  test('lose a reader that takes nothing for a minute', () => {
    const [gone, here] = [reader(), reader()];
    gone.state.slow = true;
    live.join(gone.sink);
    live.join(here.sink);
    jest.advanceTimersByTime(59_000);
    expect(gone.state.destroyed).toBe(false);
    jest.advanceTimersByTime(2_000);
    expect(gone.state.destroyed).toBe(true);
    expect(here.texts.filter((text) => text === ': here\n\n')).toHaveLength(4);
  });

  test('say that they are not heard of, to old and new readers, and greet anew after it', () => {
    const [old, late] = [reader(), reader()];
    live.join(old.sink);
    live.stale(Date.UTC(2026, 0, 1));
    live.stale(Date.UTC(2026, 0, 2));
    live.join(late.sink);
    live.fresh();
    const stale = ['stale', { since: '2026-01-01T00:00:00.000Z' }];
    expect(old.events()).toEqual([
      ['hello', { version: '1', timeZone: 'Europe/Kyiv' }],
      stale,
      ['hello', { version: '1', timeZone: 'Europe/Kyiv' }],
    ]);
    expect(late.events()).toEqual([stale, ['hello', { version: '1', timeZone: 'Europe/Kyiv' }]]);
  });

  test('tell a reader that was slow through an outage only how it ended', () => {
    const one = reader();
    one.state.slow = true;
    live.join(one.sink);
    live.stale(1);
    live.fresh();
    one.take();
    expect(one.events()).toEqual([
      ['hello', { version: '1', timeZone: 'Europe/Kyiv' }],
      ['hello', { version: '1', timeZone: 'Europe/Kyiv' }],
    ]);
  });

  test('are told to nobody who left', () => {
    const one = reader();
    live.join(one.sink)();
    live.changed(['a'], 1);
    jest.advanceTimersByTime(60_000);
    expect(one.texts).toHaveLength(1);
  });

  test('end every stream when they close', () => {
    const one = reader();
    live.join(one.sink);
    live.close();
    expect(one.state.ended).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});
