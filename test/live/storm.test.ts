import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type ChannelModel, connect } from 'amqplib';
import { failureOf } from '#lib/deadLetter.ts';
import { silentLog } from '#lib/log.ts';
import { lineRoles } from '#local/roles.ts';
import { hrExchange } from '#schemas/exchange.ts';
import type { AuditTables } from '../../services/audit/tables.ts';
import { type Database, openDatabase } from '../../services/common/database/database.ts';
import { deadQueue } from '../../services/common/messaging/inboxDeclarations.ts';
import { type LiveLine, liveLine } from './liveLine.ts';
import { type StormMessage, storm } from './storm.ts';

jest.setTimeout(300_000);

const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-storm-'));
let live: LiveLine;
let amqp: ChannelModel;
let audit: Database<AuditTables>;

beforeAll(async () => {
  live = await liveLine({ dataDir, roles: [...lineRoles, 'audit'] });
  amqp = await connect(live.line.env.AMQP_URL ?? '');
  audit = await openDatabase<AuditTables>('audit', { LEAVELINE_DATA: dataDir }, silentLog);
}, 240_000);
afterAll(async () => {
  await audit?.close();
  await amqp?.close();
  await live?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/**
 * As a stranger does it, its own declaration of the exchange included. Those that RabbitMQ confirmed and did not
 * return.
 */
async function publish(messages: readonly StormMessage[]): Promise<StormMessage[]> {
  const channel = await amqp.createConfirmChannel();
  await channel.assertExchange(hrExchange(), 'topic', { durable: true });
  const returned = new Set<string>();
  channel.on('return', ({ properties }) => returned.add(properties.correlationId));
  const confirmed = await Promise.all(messages.map((message) => confirm(channel, message)));
  await channel.close();
  return messages.filter(({ mark }, at) => confirmed[at] && !returned.has(mark));
}

const confirm = (
  channel: Awaited<ReturnType<ChannelModel['createConfirmChannel']>>,
  { mark, routingKey, body, properties }: StormMessage,
) =>
  new Promise<boolean>((resolve) => {
    const options = { ...properties, correlationId: mark, mandatory: true, persistent: true };
    channel.publish(hrExchange(), routingKey, body, options, (refused) => resolve(!refused));
  });

/** The marks of the audit's entries. */
async function audited(): Promise<string[]> {
  const rows = await audit.db
    .selectFrom('audit_entries')
    .select('content')
    .where('type', '=', 'auth.login.failed')
    .execute();
  return rows.map(({ content }) => JSON.parse(content).data.reason);
}

interface Letter {
  readonly body: Buffer;
  readonly reason: string;
}

/** What the audit has set aside. */
async function auditLetters(): Promise<Letter[]> {
  const channel = await amqp.createChannel();
  const letters: Letter[] = [];
  for (;;) {
    const message = await channel.get(deadQueue('leaveline.audit'), { noAck: true });
    if (message === false) break;
    letters.push({ body: message.content, reason: failureOf(message.properties.headers ?? {}).reason });
  }
  await channel.close();
  return letters;
}

async function auditLettersCount(): Promise<number> {
  const channel = await amqp.createChannel();
  const { messageCount } = await channel.checkQueue(deadQueue('leaveline.audit'));
  await channel.close();
  return messageCount;
}

/** The marks of all that the event list has. */
const listed = async (): Promise<string[]> =>
  (await live.query<{ payload: string }>(`SELECT payload FROM events FINAL WHERE type = 'auth.login.failed'`)).map(
    ({ payload }) => JSON.parse(payload).reason,
  );

/** The marks of all that the statistic counts. */
const counted = async (): Promise<string[]> =>
  (await live.rows('statistics_failed_logins')).map(({ reason }) => String(reason));

const sorted = (some: Iterable<string>): string[] => [...new Set(some)].sort();

/** So many messages take their time on a busy machine. */
const patienceMs = 120_000;

test('what RabbitMQ confirmed is what the audit has, what events and dead letters hold, and what the statistic counts', async () => {
  const messages = storm(Date.now());
  expect(await publish(messages)).toEqual(messages);
  const byBody = new Map(messages.map(({ body, mark }) => [body.toString('hex'), mark]));
  expect(byBody.size).toBe(messages.length);
  const told = (letters: readonly Letter[]) =>
    sorted(letters.map(({ body, reason }) => `${byBody.get(body.toString('hex'))}: ${reason}`));
  const good = messages.filter(({ dead }) => dead === null).map(({ mark }) => mark);
  const bad = messages.filter(({ dead }) => dead !== null).map(({ mark, dead }) => `${mark}: ${dead}`);

  await live.reaches('dead letters of ingress', bad.length, async () => (await live.deadLetters()).length, patienceMs);
  await live.reaches('dead letters of the audit', bad.length, auditLettersCount, patienceMs);
  await live.reaches('events', good.length, async () => (await listed()).length, patienceMs);
  await live.reaches('entries of the audit', good.length, async () => (await audited()).length, patienceMs);
  await live.reaches('rows of the statistic', good.length, async () => (await counted()).length, patienceMs);

  expect(sorted(await listed())).toEqual(sorted(good));
  expect(sorted(await audited())).toEqual(sorted(good));
  expect(sorted(await counted())).toEqual(sorted(good));
  expect(told(await live.deadLetters())).toEqual(sorted(bad));
  expect(told(await auditLetters())).toEqual(sorted(bad));
});
