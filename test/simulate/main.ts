import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readArguments } from '#lib/arguments.ts';
import { settings } from '#lib/config.ts';
import { logger } from '#lib/log.ts';
import { readSettings } from '#lib/role.ts';
import type { Company } from './company.ts';
import { disorderly, history } from './history.ts';
import { personEvents } from './people.ts';
import { type Bus, connect } from './publish.ts';
import type { Published } from './published.ts';
import { signInPeople } from './signIns.ts';
import { companyOf, readTold, type Told, writeTold } from './state.ts';
import { CompanyTraffic, calm, withoutLeave } from './traffic.ts';

const help = `npm run simulate -- [options]
  --history           publish last year and this year up to now, once; goes on where it stopped
  --live              then a few events a second until stopped
  --rate <n>          events a second of live traffic (3; with --seconds 500)
  --people <n>        size of the company (200)
  --seconds <n>       load: this many seconds of live traffic, then stop
  --seed <text>       another company (demo)
  --services          leave goes through the vacation service, which seed.ts has filled
`;

const { values } = readArguments(help, () =>
  parseArgs({
    options: {
      history: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      rate: { type: 'string' },
      people: { type: 'string', default: '200' },
      seconds: { type: 'string' },
      seed: { type: 'string', default: 'demo' },
      services: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  }),
);

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const size = Number(values.people);

async function publishHistory(bus: Bus, people: Company, told: Told): Promise<void> {
  const until = Date.now();
  const events = disorderly(history(people, told.until, until).filter(isOurs(told)), values.seed);
  const batch = 1000;
  for (let from = 0; from < events.length && !stopping.signal.aborted; from += batch) {
    await bus.send(events.slice(from, from + batch));
    say(`history ${Math.min(from + batch, events.length)}/${events.length}`);
  }
  if (stopping.signal.aborted) return;
  await writeTold(values.seed, size, { ...told, until });
  say('history published');
}

/** What the services publish themselves since they were seeded is not ours to publish. */
const isOurs =
  ({ seededAt }: Told) =>
  ({ type, time }: Published): boolean =>
    !values.services || seededAt === null || time <= seededAt || !/^(vacation|absence|notification)\./.test(type);

/** Sends `rate` events a second, in slices of a twentieth of a second, until `until` (epoch ms) or a signal. */
async function publishLive(bus: Bus, people: Company, rate: number, until: number): Promise<void> {
  const traffic = trafficOf(people);
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

function trafficOf(company: Company): CompanyTraffic {
  const seed = `${values.seed} ${Date.now()}`;
  if (!values.services) return new CompanyTraffic(company, seed, values.live ? calm : undefined);
  const apart = new Set(signInPeople(company).map(({ person }) => person.id));
  return new CompanyTraffic(
    { ...company, people: company.people.filter(({ id }) => !apart.has(id)) },
    seed,
    withoutLeave,
  );
}

const leaveEveryMs = 10_000;

/** Until a signal; a service that is away, or busy, is tried again at the next turn. */
async function liveLeave(company: Company): Promise<void> {
  const log = logger('simulate');
  const { vacationWorld } = await import('./services.ts');
  const { CompanyLeave } = await import('./leave.ts');
  const world = await vacationWorld(log);
  const leave = new CompanyLeave(world, company, `${values.seed} ${Date.now()}`);
  while (!stopping.signal.aborted) {
    await leave.next().catch((error: unknown) => log.warn({ err: error }, 'leave could not go on'));
    await wait(leaveEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  await world.database.close();
}

/** Everybody is known from the start of a load, also those whom the plan hires later. */
const registrations = (people: Company): readonly Published[] =>
  people.people
    .flatMap((person) => [...personEvents(people, person)].slice(0, 1))
    .map((event) => ({ ...event, time: Math.min(event.time, Date.now()) }));

async function run(): Promise<void> {
  const { AMQP_URL } = readSettings('simulate', { AMQP_URL: settings.AMQP_URL });
  const told = await readTold(values.seed, size);
  const people = companyOf(values.seed, size, told);
  const bus = connect(AMQP_URL, logger('simulate'));
  const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
  const load = values.seconds !== undefined;
  if (values.history) await publishHistory(bus, people, told);
  else if (load) await bus.send(registrations(people));
  const leave = values.live && values.services ? liveLeave(people) : undefined;
  if (values.live || load)
    await publishLive(bus, people, Number(values.rate ?? (load ? 500 : 3)), Date.now() + seconds * 1000);
  await leave;
  await bus.stop();
}

await run();
