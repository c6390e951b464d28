import { martialLaw } from '#domain/holidays.ts';
import { standardLeaveTypes } from '#domain/leaveTypes.ts';
import { createDriver, type Driver, type DriverOptions } from '#engine/driver.ts';
import type { Topology } from '#engine/topology.ts';
import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { derivedRecords, eventType, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { buildTopology } from '#streams/topology.ts';

export const kyiv: CompanySettings = {
  zone: 'Europe/Kyiv',
  region: 'UA',
  wartime: martialLaw,
  leaveTypes: standardLeaveTypes,
};

type Row = Readonly<Record<string, unknown>>;

/** What a line is made of; each can be changed by a restart. */
export interface Make {
  readonly settings?: CompanySettings;
  readonly statistics?: readonly DefinedStatistic[];
  readonly generation?: number;
}

/** The line between Kafka's event topics and its public ones, in the test driver. */
export interface Line {
  readonly driver: Driver;
  /** Puts events on their topics. */
  pipe(...events: AnyEvent[]): void;
  /** Puts events on their topics and lets everything be processed. */
  happen(...events: AnyEvent[]): Promise<void>;
  /** The rows of a statistic that a reader sees now. */
  statistic(name: string): Row[];
  /** The rows of an enriched topic that a reader sees now. */
  enriched(topic: 'hr.vacation-requests' | 'hr.absence-days' | 'hr.employees'): Row[];
  /** Stops everything and starts it again as it was left, perhaps as another version or with other settings. */
  restart(make?: Make): Promise<void>;
  /** The next generation, on the same topics. */
  next(make: Make): Promise<Line>;
}

const everyRecord = [...eventTypes, ...derivedRecords, ...catalogue.map(({ row }) => row)];

export async function lineUnderTest(make: Make = {}, options: DriverOptions = {}): Promise<Line> {
  const serde = new Serde(memoryIds());
  await serde.register([...everyRecord, ...(make.statistics ?? []).map(({ row }) => row)]);
  return lineOn(serde, make, options);
}

async function lineOn(serde: Serde, make: Make, options: DriverOptions): Promise<Line> {
  const version = replaceable((wanted: Make) =>
    buildTopology(
      { generation: wanted.generation ?? 1, company: wanted.settings ?? kyiv },
      serde,
      wanted.statistics ?? catalogue,
    ),
  );
  version.use(make);
  const driver = await createDriver(version.topology, options);
  function pipe(...events: AnyEvent[]) {
    for (const event of events) pipeEvent(driver, serde, event);
  }
  const rows = (topic: string) => [...driver.latest(topic).values()].map((value) => serde.decode(value).value);
  return {
    driver,
    pipe,
    happen: (...events) => {
      pipe(...events);
      return driver.commit();
    },
    statistic: (name) => rows(`hr.statistics.${name}`),
    enriched: rows,
    restart: async (changed) => {
      version.use({ ...make, ...changed });
      await serde.register((changed?.statistics ?? []).map(({ row }) => row));
      await driver.crash();
      await driver.commit();
    },
    next: async (changed) => {
      const line = await lineOn(
        serde,
        { ...make, generation: (make.generation ?? 1) + 1, ...changed },
        { topics: driver.topics },
      );
      await line.driver.commit();
      return line;
    },
  };
}

function pipeEvent(driver: Driver, serde: Serde, event: AnyEvent): void {
  const definition = eventType(event.type);
  if (!definition) throw new Error(`no event type ${event.type}`);
  const subject = event.employeeId ?? event.eventId;
  const mark = event.mark ? `/${event.mark}` : '';
  driver.pipe(definition.topic, `${subject}/${event.eventId}${mark}`, serde.encode(definition, event), {
    partitionBy: subject,
  });
}

/**
 * A topology whose insides are those of the version in use, so that a restarted task runs another version on its old
 * stores.
 */
function replaceable(build: (make: Make) => Topology): { topology: Topology; use: (make: Make) => void } {
  let current: Topology = build({});
  function part(name: string) {
    const found = current.subtopologies.find((subtopology) => subtopology.name === name);
    if (!found) throw new Error(`no subtopology ${name}`);
    return found;
  }
  function use(make: Make) {
    current = build(make);
  }
  const topology: Topology = {
    get application() {
      return current.application;
    },
    get deadLetters() {
      return current.deadLetters;
    },
    get nextGeneration() {
      return current.nextGeneration;
    },
    subtopologies: current.subtopologies.map(({ name, stores }) => ({
      name,
      stores,
      get sources() {
        return part(name).sources;
      },
      get outputs() {
        return part(name).outputs;
      },
      get fingerprint() {
        return part(name).fingerprint ?? {};
      },
      prepare: async (records) => part(name).prepare?.(records),
      create: (context) => part(name).create(context),
    })),
  };
  return { topology, use };
}
