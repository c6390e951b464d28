import type { Admin } from '#lib/kafka/client.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { until } from '#lib/timing.ts';
import type { StartContext } from './part.ts';

/** One look at how far the line is. */
export interface Measure {
  /** Records that our consumer groups have still to take. */
  readonly behind: number;
  /** Records written so far, in all topics of ours. */
  readonly written: number;
  /** Epoch ms. */
  readonly at: number;
}

const ours = { groups: /^leaveline/, topics: /^(hr\.|leaveline)/ };
const everyMs = 300;
const fewRecords = 50;
const patienceMs = 60_000;
/** Markers of transactions take offsets that no consumer commits past. */
const markersPerPartition = 2;

type Context = Pick<StartContext, 'progress' | 'signal'> & {
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Waits until nothing but live traffic is under way, or until nothing has moved for a minute, which it says. */
export async function waitUntilCaughtUp(context: Context): Promise<void> {
  const brokers = (context.env.KAFKA_BROKERS ?? 'localhost:9092').split(',');
  const kafka = createKafka({ brokers, clientId: 'leaveline-start', log: silentLog });
  await withAdmin(kafka, async (admin) => {
    const looks: Measure[] = [];
    async function look() {
      looks.push(await measure(admin));
      return settled(looks);
    }
    await until(look, { what: 'the line', everyMs, progress: context.progress, signal: context.signal });
  });
}

/** null when the last three looks differ by live traffic only, or nothing has moved for a minute; else what is left. */
export function settled(looks: readonly Measure[]): string | null {
  const [before, , last] = looks.slice(-3);
  if (before === undefined || last === undefined) return 'looking how far the line is';
  const moving = last.written - before.written > fewRecords;
  if (!moving && last.behind <= fewRecords) return null;
  const stuck = looks.findLast(({ at }) => last.at - at > patienceMs);
  if (stuck && stuck.behind <= last.behind && !moving) return null;
  return `catching up: ${last.behind.toLocaleString('en')} records to go, ${last.written.toLocaleString('en')} written`;
}

async function measure(admin: Admin): Promise<Measure> {
  const topics = (await admin.listTopics()).filter((topic) => ours.topics.test(topic));
  const ends = new Map(await Promise.all(topics.map(async (topic) => [topic, await endsOf(admin, topic)] as const)));
  const { groups } = await admin.listGroups();
  const ids = groups.map(({ groupId }) => groupId).filter((id) => ours.groups.test(id));
  const lags = await Promise.all((await busy(admin, ids)).map((groupId) => lagOf(admin, groupId, ends)));
  const written = [...ends.values()].flatMap((partitions) => [...partitions.values()]);
  return { behind: sum(lags), written: sum(written), at: Date.now() };
}

/** Those that have members: the group of an earlier generation stays where it stopped. */
async function busy(admin: Admin, ids: string[]): Promise<string[]> {
  const { groups } = ids.length > 0 ? await admin.describeGroups(ids) : { groups: [] };
  return groups.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId);
}

/** Each partition's end, as an offset. */
async function endsOf(admin: Admin, topic: string): Promise<Map<number, number>> {
  const bounds = await admin.fetchTopicOffsets(topic);
  return new Map(bounds.map(({ partition, high }) => [partition, Number(high)]));
}

async function lagOf(admin: Admin, groupId: string, ends: ReadonlyMap<string, Map<number, number>>): Promise<number> {
  const committed = await admin.fetchOffsets({ groupId });
  const lags = committed.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => (ends.get(topic)?.get(partition) ?? 0) - Number(offset)),
  );
  return sum(lags.map((lag) => Math.max(0, lag - markersPerPartition)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
