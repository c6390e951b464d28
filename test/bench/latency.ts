import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@clickhouse/client';
import { readArguments } from '#lib/arguments.ts';
import { readConfig, settings } from '#lib/config.ts';
import { logger } from '#lib/log.ts';
import { company } from '#test/simulate/company.ts';
import { historyStart } from '#test/simulate/history.ts';
import { connect } from '#test/simulate/publish.ts';
import { CompanyTraffic } from '#test/simulate/traffic.ts';

const help = `LEAVELINE_PASSWORD=… npm run latency -- --login …

  Publishes live traffic to a running line and prints, in milliseconds, how long each event took from the call that
  publishes it until its row could be read from ClickHouse, and until a page that listens to /api/live could have drawn
  it (change announced and the row fetched through the API).

  --login     a sign-in of hr
  --rate      events a second (200)
  --seconds   for how long (20)
  --people    size of the company (200)
  --api       where the API answers (http://localhost:8080)
  --json      as JSON
`;

const { values } = readArguments(help, () =>
  parseArgs({
    options: {
      rate: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '20' },
      people: { type: 'string', default: '200' },
      api: { type: 'string', default: `http://localhost:${process.env.API_PORT ?? 8080}` },
      login: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  }),
);

const rate = Number(values.rate);
const seconds = Number(values.seconds);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** When each event was published, and when it was first seen; `performance.now()` milliseconds. */
interface Watch {
  readonly published: Map<string, number>;
  readonly seen: Map<string, number>;
}

const watch = (): Watch => ({ published: new Map(), seen: new Map() });
const inTable = watch();
const onPage = watch();

const { AMQP_URL, CLICKHOUSE_URL } = readConfig({
  AMQP_URL: settings.AMQP_URL,
  CLICKHOUSE_URL: settings.CLICKHOUSE_URL,
});
const clickhouse = createClient({ url: CLICKHOUSE_URL, database: 'leaveline' });
const over = new AbortController();

const unseen = ({ published, seen }: Watch): string[] => [...published.keys()].filter((id) => !seen.has(id));

function see(target: Watch, ids: readonly string[]): void {
  const now = performance.now();
  for (const id of ids) if (target.published.has(id) && !target.seen.has(id)) target.seen.set(id, now);
}

/** Asks for the rows that are still missing, over and over. */
async function watchTable(): Promise<void> {
  const query = 'SELECT toString(event_id) AS id FROM events WHERE event_id IN {ids: Array(UUID)}';
  while (!over.signal.aborted) {
    const ids = unseen(inTable);
    if (ids.length > 0) {
      const answer = await clickhouse.query({ query, query_params: { ids }, format: 'JSONEachRow' });
      see(
        inTable,
        (await answer.json<{ id: string }>()).map(({ id }) => id),
      );
    }
    await wait(10);
  }
}

/** The headers of who signed in; a token holds for some minutes, longer than a measurement. */
async function signedIn(): Promise<Record<string, string>> {
  const { api, login } = values;
  const password = process.env.LEAVELINE_PASSWORD;
  if (!login || !password) throw new Error('Name a sign-in of hr: LEAVELINE_PASSWORD=… npm run latency -- --login …');
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ login, password });
  const response = await fetch(`${api}/api/auth/sign-in`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${login} cannot sign in: ${await response.text()}`);
  const { accessToken } = (await response.json()) as { accessToken: string };
  return { authorization: `Bearer ${accessToken}` };
}

/** Does what the page does: waits for a change, then fetches the newest events. */
async function watchPage(): Promise<void> {
  const options = { headers: await signedIn(), signal: over.signal };
  const response = await fetch(`${values.api}/api/live`, options);
  if (!response.ok) throw new Error(`/api/live answers ${response.status}`);
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    if (!decoder.decode(chunk, { stream: true }).includes('event: change')) continue;
    const newest = await fetch(`${values.api}/api/events?limit=1000`, options);
    const { rows } = (await newest.json()) as { rows: { eventId: string }[] };
    see(
      onPage,
      rows.map(({ eventId }) => eventId),
    );
  }
}

async function publish(): Promise<void> {
  const people = company('demo', Number(values.people), historyStart(Date.now()));
  const traffic = new CompanyTraffic(people, `latency ${Date.now()}`);
  const bus = connect(AMQP_URL, logger('latency'));
  const started = performance.now();
  for (let sent = 0; sent < rate * seconds; sent++) {
    const due = started + (sent * 1000) / rate;
    if (due > performance.now()) await wait(due - performance.now());
    const event = traffic.next(Date.now());
    const now = performance.now();
    inTable.published.set(event.id, now);
    onPage.published.set(event.id, now);
    bus.send([event]).catch((error: unknown) => say(String(error)));
  }
  await bus.stop();
}

interface Distribution {
  readonly events: number;
  readonly missing: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

function distribution({ published, seen }: Watch): Distribution {
  const took = [...seen].map(([id, at]) => at - (published.get(id) ?? at)).sort((a, b) => a - b);
  const quantile = (share: number) => Math.round(took[Math.ceil(took.length * share) - 1] ?? Number.NaN);
  return {
    events: published.size,
    missing: published.size - seen.size,
    p50: quantile(0.5),
    p90: quantile(0.9),
    p99: quantile(0.99),
    max: quantile(1),
  };
}

function ignoreAbort(error: unknown): void {
  if (!over.signal.aborted) throw error;
}
const watching = [watchTable().catch(ignoreAbort), watchPage().catch(ignoreAbort)];
await wait(500);
say(`${rate} events a second for ${seconds} s …`);
await publish();
const deadline = performance.now() + 10_000;
while (unseen(inTable).length + unseen(onPage).length > 0 && performance.now() < deadline) await wait(50);
over.abort();
await Promise.all(watching);
await clickhouse.close();

const result = { table: distribution(inTable), page: distribution(onPage) };
if (values.json) say(JSON.stringify(result));
else {
  say('milliseconds from publishing     events missing    p50    p90    p99    max');
  for (const [name, row] of Object.entries(result)) {
    const cells = [row.events, row.missing, row.p50, row.p90, row.p99, row.max].map((cell) => String(cell).padStart(7));
    say(`${(name === 'table' ? 'to a row in ClickHouse' : 'to what an open page sees').padEnd(31)}${cells.join('')}`);
  }
}
