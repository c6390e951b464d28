import { expect, test } from '@jest/globals';
import { until } from '#lib/timing.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { lastOf, type Sent } from './petLine.ts';
import { newer } from './pets.ts';
import { line, servers } from './shared.ts';

const later = (owner: string, homeTown: string | null) => ({
  owner,
  name: 'Rex',
  legs: 4,
  homeTown,
  born: '2020-02-29',
  seenAt: 1_500,
  weight: 1_250_000,
  friends: ['Том'],
});

/** Where each pet lives, by owner; null when the column is not there. */
const homes = async (): Promise<Record<string, string | null> | null> => {
  const sql = 'SELECT owner, home_town FROM leaveline.pets FINAL ORDER BY owner';
  const rows = await servers.db.query<{ owner: string; home_town: string | null }>(sql).catch(() => null);
  return rows && Object.fromEntries(rows.map(({ owner, home_town }) => [owner, home_town]));
};

const live = (expected: Record<string, string | null>) =>
  until(
    async () => {
      const found = JSON.stringify(await homes());
      return found === JSON.stringify(expected) ? null : `${found}`;
    },
    { what: JSON.stringify(expected), everyMs: 20, withinMs: 20_000 },
  );

test('a field that only a newer version knows becomes a column of an older sink, of the type that the newer gives it', async () => {
  await line.start();
  const before: Sent = { owner: 'a', name: 'Rex', legs: 4 };
  await line.send(before);
  await line.shows([before]);
  await line.sendNewer(later('b', 'Київ'));
  await live({ a: null, b: 'Київ' });
  const sql = "SELECT * EXCEPT (_version, _deleted) FROM leaveline.pets FINAL WHERE owner = 'b'";
  expect(await servers.db.query(sql)).toEqual([
    {
      owner: 'b',
      name: 'Rex',
      legs: 4,
      home_town: 'Київ',
      born: '2020-02-29',
      seen_at: '1970-01-01 00:00:01.500',
      weight: 1.25,
      friends: ['Том'],
    },
  ]);
  await line.start(newer);
  await line.sendNewer(later('c', 'Львів'));
  await line.send({ owner: 'd', name: 'Rex', legs: 4 });
  await live({ a: null, b: 'Київ', c: 'Львів', d: null });
  expect(await line.readAll(deadLetterTopic)).toEqual([]);
}, 60_000);

test('while an older and a newer sink share the partitions, no field is lost, whichever of them goes', async () => {
  const older = await line.start();
  const owners = Array.from({ length: 30 }, (_, n) => `o${String(n).padStart(2, '0')}`);
  const sent = owners.map((owner): Sent => ({ owner, name: 'Rex', legs: 4 }));
  await line.send(...sent);
  await line.shows(lastOf(sent));
  const newerSink = await line.start(newer);
  await line.sendNewer(...owners.map((owner) => later(owner, `${owner} 1`)));
  await live(Object.fromEntries(owners.map((owner) => [owner, `${owner} 1`])));
  await newerSink.stop();
  await line.sendNewer(...owners.map((owner) => later(owner, `${owner} 2`)));
  await live(Object.fromEntries(owners.map((owner) => [owner, `${owner} 2`])));
  await line.start(newer);
  await older.stop();
  await line.sendNewer(...owners.map((owner) => later(owner, `${owner} 3`)));
  await live(Object.fromEntries(owners.map((owner) => [owner, `${owner} 3`])));
}, 90_000);
