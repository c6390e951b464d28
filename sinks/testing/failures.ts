import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { startProxy } from '#lib/testing/proxy.ts';
import { until } from '#lib/timing.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { lastOf, type Sent } from './petLine.ts';
import { pet, petSink } from './pets.ts';
import { line, servers } from './shared.ts';
import { type Step, steps } from './steps.ts';

const pets = (legs: number, length = 30): Sent[] =>
  Array.from({ length }, (_, n): Sent => ({ owner: `o${n + 10}`, name: 'Rex', legs: n % 5 === 0 ? null : legs }));

/** Resolves once it is told of this step; what it has not been told yet counts alone. */
class Steps {
  #told = new Set<Step>();

  readonly seen = (step: Step): void => void this.#told.add(step);

  async reached(step: Step): Promise<void> {
    this.#told.delete(step);
    await until(() => (this.#told.has(step) ? null : 'not yet'), { what: step, everyMs: 5 });
  }
}

/** The steps of a sink in a process of its own. */
function stepsOf(child: ChildProcess): Steps {
  const found = new Steps();
  child.stdout?.on('data', (chunk) => {
    for (const step of steps) if (String(chunk).includes(step)) found.seen(step);
  });
  return found;
}

const alter = (table: string, change: string) => servers.db.command(`ALTER TABLE leaveline.${table} ${change}`);

const waits = (part: { ready(): string | null }, why: RegExp) =>
  until(() => (why.test(part.ready() ?? '') ? null : String(part.ready())), { what: String(why), everyMs: 20 });

test.each(steps)(
  'killed when a flush has %s, nothing is lost or counted twice, and a bad record is one letter',
  async (step) => {
    const child = line.spawn({ PET_STEP: step, PET_SIGNAL: 'SIGKILL' });
    const dead = once(child, 'exit');
    const sent = pets(4);
    await line.producer.send({ topic: pet.topic, messages: [{ key: 'k', value: Buffer.from('{}'), partition: 0 }] });
    await line.send(...sent);
    expect(await dead).toEqual([null, 'SIGKILL']);
    await line.expel();
    await line.start();
    const more = pets(3, 7);
    await line.send(...more);
    await line.shows(lastOf([...sent, ...more]));
    const letters = await line.readAll(deadLetterTopic);
    expect(new Set(letters.map(({ headers }) => headers.dead_offset))).toEqual(new Set(['0']));
  },
  60_000,
);

test('stopped between deciding and inserting, and woken when an heir has gone on, it changes nothing', async () => {
  const child = line.spawn({ PET_STEP: 'decided', PET_SIGNAL: 'SIGSTOP' });
  const flush = stepsOf(child);
  const decided = flush.reached('decided');
  const sent = pets(4);
  await line.send(...sent);
  await decided;
  await line.expel();
  await line.start();
  const more = pets(3, 20);
  await line.send(...more);
  const expected = lastOf([...sent, ...more]);
  await line.shows(expected);
  const late = flush.reached('inserted');
  child.kill('SIGCONT');
  await late;
  expect(await line.rows()).toEqual(expected);
  const last: Sent = { owner: 'z', name: 'last', legs: 1 };
  await line.send(last);
  await line.shows([...expected, last]);
}, 60_000);

test.each([
  ['is full', 'min_free_disk_bytes_to_perform_insert', '9000000000000000000', /free/i],
  ['is read-only', 'table_readonly', '1', /read-?only/i],
  ['has too many parts', 'parts_to_throw_insert', '1', /too many parts/i],
])(
  'while ClickHouse %s, nothing is dropped and we say so',
  async (_, setting, value, why) => {
    const part = await line.start();
    const before: Sent = { owner: 'a', name: 'before', legs: 1 };
    await line.send(before);
    await line.shows([before]);
    await alter('pets', `MODIFY SETTING ${setting} = ${value}`);
    const after: Sent = { owner: 'b', name: 'after', legs: 2 };
    await line.send(after);
    await waits(part, why);
    expect(await line.rows()).toEqual([before]);
    await alter('pets', `RESET SETTING ${setting}`);
    await line.shows([before, after]);
    expect(await line.readAll(deadLetterTopic)).toEqual([]);
  },
  60_000,
);

test('a flush of which one table takes its rows and another does not is done again as a whole', async () => {
  const first = await line.start();
  await line.send({ owner: 'a', name: 'Rex', legs: 1 });
  await line.shows([{ owner: 'a', name: 'Rex', legs: 1 }]);
  await first.stop();
  await alter('cats', 'MODIFY SETTING table_readonly = 1');
  const sent = pets(4);
  await line.send(...sent);
  await line.sendCat('Мурка');
  const expected = lastOf([{ owner: 'a', name: 'Rex', legs: 1 }, ...sent]);
  const child = line.spawn();
  await line.shows(expected);
  await line.kill(child);
  const cats = () => servers.db.query('SELECT owner FROM leaveline.cats FINAL');
  expect(await cats()).toEqual([]);
  await alter('cats', 'RESET SETTING table_readonly');
  await line.start();
  const look = async () => ((await cats()).length === 1 ? null : 'none');
  await until(look, { what: 'the cat', everyMs: 20 });
  expect(await line.rows()).toEqual(expected);
}, 60_000);

test('an INSERT whose answer is lost is done again and changes nothing', async () => {
  const url = new URL(servers.url);
  const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  try {
    const flush = new Steps();
    const part = await line.start(undefined, url.href, flush.seen);
    const before: Sent = { owner: 'a', name: 'before', legs: 1 };
    const remembered = flush.reached('remembered');
    await line.send(before);
    await remembered;
    proxy.holdBack(() => true);
    const after: Sent = { owner: 'b', name: 'after', legs: 2 };
    await line.send(after);
    await line.shows([before, after]);
    proxy.kill();
    await waits(part, /hang up|ECONNRESET/);
    const again = flush.reached('remembered');
    proxy.release();
    await again;
    await line.shows([before, after]);
  } finally {
    await proxy.close();
  }
}, 60_000);

test('a database that is dropped while we run is made anew and filled from the beginning', async () => {
  await line.start();
  const sent = pets(4);
  await line.send(...sent);
  await line.shows(lastOf(sent));
  await servers.db.command('DROP DATABASE leaveline SYNC');
  const more = pets(3, 7);
  await line.send(...more);
  await line.shows(lastOf([...sent, ...more]));
}, 60_000);

test('a column that got another type stops the sink with the remedy, and nothing is lost by following it', async () => {
  const sent = pets(4);
  await line.send(...sent);
  const part = await petSink(servers.brokers, servers.url);
  await line.shows(lastOf(sent));
  await alter('pets', 'MODIFY COLUMN legs Int32');
  const more = pets(3, 7);
  await line.send(...more);
  await expect(part.failed).rejects.toThrow(
    /legs is Int32, Int64 is needed.*DROP TABLE leaveline\.pets and start again/,
  );
  await part.stop();
  await servers.db.command('DROP TABLE leaveline.pets SYNC');
  await line.start();
  await line.shows(lastOf([...sent, ...more]));
}, 60_000);
