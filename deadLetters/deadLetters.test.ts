import { describe, expect, test } from '@jest/globals';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { message, receivedAt } from '#schemas/reader/testing/message.ts';
import { commandOf } from './command.ts';
import { type Entry, Ledger } from './ledger.ts';
import { letterOf, maxLetterBytes } from './letter.ts';
import { asLines, asTable, asWhole, bodyText, totals } from './print.ts';
import { destinationOf, replayProperties } from './replay.ts';
import { summaryOf } from './summary.ts';

const now = Date.parse('2026-11-02T12:00:00Z');
const failure = { reason: 'not_utf8', detail: 'the body is not utf-8' };
const letters = { bridge: 'test', partitions: 4 };

/** A letter as it is read again. */
function written(...of: Parameters<typeof letterOf>): KafkaRecord {
  const { topic, partition, key, value, headers = {} } = letterOf(...of);
  return { topic, partition, offset: 17n, timestamp: now, key: key ?? '', value, headers };
}

describe('a dead letter', () => {
  const properties = {
    messageId: 'm1',
    timestamp: 1_761_980_000,
    userId: 'guest',
    expiration: '1000',
    headers: {
      raw: Buffer.from([1, 255]),
      nested: { list: [1, 'a'] },
      'x-delivery-count': 3,
      'x-death': [{ count: 1 }],
    },
  };

  test('keeps the properties, bytes in headers included, through to its replay', () => {
    const replayed = replayProperties(written(message('x', { properties, queue: 'q' }), failure, letters));
    expect(replayed).toEqual({
      messageId: 'm1',
      timestamp: 1_761_980_000,
      headers: {
        raw: Buffer.from([1, 255]),
        nested: { list: [1, 'a'] },
        'x-replay-attempt': 1,
        'x-replay-exchange': 'hr.events',
        'x-replay-routing-key': 'user.registered',
        'x-replay-id': 'this delivery',
        'x-replay-received-at': receivedAt,
      },
    });
  });

  test('of a message without any properties can be replayed', () => {
    const letter = written(
      message('x', { properties: { headers: undefined }, exchange: '', queue: 'q' }),
      failure,
      letters,
    );
    expect(replayProperties(letter).headers).toMatchObject({ 'x-replay-attempt': 1, 'x-replay-exchange': '' });
    expect(destinationOf(summaryOf(letter))).toBe('queue q');
  });

  test('counts how often its message was replayed', () => {
    const again = message('x', { properties: { headers: { 'x-replay-attempt': 2 } } });
    expect(written(again, failure, letters).headers.dead_attempt).toBe('3');
  });

  test('of the same bytes has the same key and partition', () => {
    const one = written(message('x'), failure, letters);
    const two = written(message('x'), failure, letters);
    expect([two.key, two.partition]).toEqual([one.key, one.partition]);
  });

  test('holds bodies up to its limit whole, and of larger ones the beginning and the hash', () => {
    const at = (bytes: number) => written(message(Buffer.alloc(bytes, 1)), failure, letters);
    expect(at(maxLetterBytes).value?.length).toBe(maxLetterBytes);
    expect(at(maxLetterBytes).headers.dead_parked).toBeUndefined();
    expect(at(maxLetterBytes + 1).value?.length).toBe(64 * 1024);
    expect(at(maxLetterBytes + 1).headers.dead_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('has headers of a bounded size whatever the message had', () => {
    const headers = { big: 'x'.repeat(1_000_000) };
    expect(
      written(message('x', { properties: { headers } }), failure, letters).headers.amqp_properties?.length,
    ).toBeLessThan(1_000);
  });
});

describe('the command line', () => {
  const nothing = { stage: undefined, reason: undefined, publisher: undefined, queue: undefined };
  const any = { ...nothing, since: undefined, until: undefined };

  test.each([
    [[], { do: 'list', wanted: { ...any, state: 'open' }, limit: 50 }],
    [['list', '--state', 'all'], { do: 'list', wanted: any, limit: 50 }],
    [
      ['list', '--reason', 'not_utf8', '--publisher', '/x', '--queue', 'q', '--since', '2h', '--limit', '3'],
      {
        do: 'list',
        wanted: { ...any, reason: 'not_utf8', publisher: '/x', queue: 'q', since: now - 7_200_000, state: 'open' },
        limit: 3,
      },
    ],
    [['show', '3/17'], { do: 'show', place: '3/17' }],
    [
      ['replay', '--reason', 'not_utf8', '--until', '2026-11-01', '--dry-run', '--by', 'me'],
      {
        do: 'replay',
        wanted: { ...any, reason: 'not_utf8', until: Date.parse('2026-11-01') },
        by: 'me',
        why: '',
        dryRun: true,
      },
    ],
    [
      ['close', 'vacation/3f2a90c4d1e6', '--because', ' a test ', '--by', 'me'],
      { do: 'close', wanted: { ...any, place: 'vacation/3f2a90c4d1e6' }, by: 'me', why: 'a test', dryRun: false },
    ],
    [['resume', 'hr.events', '--by', 'me'], { do: 'resume', route: 'hr.events', why: '', by: 'me' }],
    [['--help'], { do: 'help' }],
  ])('%j is understood', (args, command) => {
    expect(commandOf(args, now)).toEqual(command);
  });

  test.each([
    [['show'], 'Which one?'],
    [['show', '17'], '17 is no name of a letter such as 3/17'],
    [['replay'], 'Which ones?'],
    [['close', '1/1'], 'Why?'],
    [['resume'], 'Which route?'],
    [['replay', '1/1', '1/2'], 'One letter at a time'],
    [['list', '--since', 'soon'], '--since soon'],
    [['list', '--limit', '0'], '--limit 0'],
    [['list', '--state', 'lost'], '--state lost'],
    [['bury'], 'There is no such command: bury'],
    [['--nonsense'], 'nonsense'],
  ])('%j is answered with a sentence', (args, sentence) => {
    expect(() => commandOf(args, now)).toThrow(sentence);
  });
});

describe('what is printed', () => {
  const secret = written(
    message('{"email": "olena@example.com"}'),
    { reason: 'no_person', detail: 'a\u001b[31m' },
    letters,
  );

  const ledger = new Ledger();
  ledger.takeLetters([secret]);
  const [entry] = ledger.entries() as [Entry];

  test('as a table names its columns, fits the terminal and says nothing of the content', () => {
    const table = asTable([entry, entry], 100);
    expect(table.split('\n')[0]).toMatch(/^letter +given up +state +stage +reason/);
    expect(table).toContain('no_person');
    expect(table).not.toContain('olena');
    expect(table.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(totals([entry, entry])).toBe('2 dead letters: 2 no_person');
  });

  test('for a program is one line each below the names of the columns, tabs between', () => {
    const [names, line] = asLines([entry]).split('\n');
    expect(names?.split('\t')).toEqual(expect.arrayContaining(['letter', 'reason', 'publisher']));
    expect(line?.split('\t')).toHaveLength(names?.split('\t').length ?? 0);
  });

  test('of one letter is everything, and cannot steer the terminal', () => {
    expect(asWhole(entry, secret)).toContain('olena@example.com');
    expect(asWhole(entry, secret)).not.toContain('\u001b');
  });

  test('of bytes that are no text is hexadecimal', () => {
    expect(bodyText(Buffer.from([0xff, 0x41]))).toBe('000000  ff 41                                            .A');
  });
});
