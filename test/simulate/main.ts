import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { settings } from '#lib/config.ts';
import { logger } from '#lib/log.ts';
import { readSettings } from '#lib/role.ts';
import { type Company, company } from './company.ts';
import { disorderly, history, historyStart } from './history.ts';
import { personEvents } from './people.ts';
import { type Bus, connect } from './publish.ts';
import type { Published } from './published.ts';
import { CompanyTraffic, calm } from './traffic.ts';

const help = `npm run simulate -- [options]
  --history           publish last year and this year up to now, once; goes on where it stopped
  --live              then a few events a second until stopped
  --rate <n>          events a second of live traffic (3; with --seconds 500)
  --people <n>        size of the company (200)
  --seconds <n>       load: this many seconds of live traffic, then stop
  --seed <text>       another company (demo)
`;

const { values } = parseArgs({
  options: {
    history: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    rate: { type: 'string' },
    people: { type: 'string', default: '200' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: 'demo' },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

/** Where the history stopped, so that the next start publishes only what has happened since. */
const stateFile = join(process.env.LEAVELINE_DATA ?? '.leaveline', 'simulate', `${values.seed}-${values.people}.json`);

async function publishHistory(bus: Bus, people: Company): Promise<void> {
  const until = Date.now();
  const state = await readFile(stateFile, 'utf8').catch(() => '{"until":0}');
  const events = disorderly(history(people, JSON.parse(state).until, until), values.seed);
  const batch = 1000;
  for (let from = 0; from < events.length && !stopping.signal.aborted; from += batch) {
    await bus.send(events.slice(from, from + batch));
    say(`history ${Math.min(from + batch, events.length)}/${events.length}`);
  }
  if (stopping.signal.aborted) return;
  await mkdir(dirname(stateFile), { recursive: true });
  await writeFile(stateFile, JSON.stringify({ until }));
  say('history published');
}

/** Sends `rate` events a second, in slices of a twentieth of a second, until `until` (epoch ms) or a signal. */
async function publishLive(bus: Bus, people: Company, rate: number, until: number): Promise<void> {
  const traffic = new CompanyTraffic(people, `${values.seed} ${Date.now()}`, values.live ? calm : undefined);
  const started = Date.now();
  let sent = 0;
  while (Date.now() < until && !stopping.signal.aborted) {
    const due = Math.floor(((Date.now() - started) / 1000) * rate) - sent;
    await bus.send(Array.from({ length: due }, () => traffic.next(Date.now())));
    sent += due;
    await wait(50, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  say(`${sent} events in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Everybody is known from the start of a load, also those whom the plan hires later. */
const registrations = (people: Company): readonly Published[] =>
  people.people
    .flatMap((person) => [...personEvents(people, person)].slice(0, 1))
    .map((event) => ({ ...event, time: Math.min(event.time, Date.now()) }));

async function run(): Promise<void> {
  const { AMQP_URL } = readSettings('simulate', { AMQP_URL: settings.AMQP_URL });
  const people = company(values.seed, Number(values.people), historyStart(Date.now()));
  const bus = connect(AMQP_URL, logger('simulate'));
  const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
  const load = values.seconds !== undefined;
  if (values.history) await publishHistory(bus, people);
  else if (load) await bus.send(registrations(people));
  if (values.live || load)
    await publishLive(bus, people, Number(values.rate ?? (load ? 500 : 3)), Date.now() + seconds * 1000);
  await bus.stop();
}

if (values.help) say(help);
else await run();
