import { calendarVersion } from '#domain/holidays.ts';
import { repartitionTopic, type Topology } from '#engine/topology.ts';
import type { Serde } from '#lib/avro/serde.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { peopleOutputs, statisticOutput } from './outputs.ts';
import { peopleSubtopology } from './people.ts';
import { sumsSubtopology } from './sums.ts';

export interface StreamSettings {
  /** Raised by one, everything is computed anew beside the old state. */
  readonly generation: number;
  readonly company: CompanySettings;
}

/** Raised when the folds of entities change their meaning. */
const entitiesVersion = '1';

/**
 * The line's topology: `people` (one task per partition of the event topics) keeps entities and sends changes of sums
 * to `sums`, which publishes the statistics. `serde` must have the event types and the records of all outputs
 * registered.
 */
export function buildTopology(
  { generation, company }: StreamSettings,
  serde: Serde,
  statistics: readonly DefinedStatistic[] = catalogue,
): Topology {
  const application = `leaveline-${generation}`;
  const sumsTopic = repartitionTopic(application, 'sums');
  const versions = statisticVersions(statistics);
  const rules = { settings: company, statistics, outputs: peopleOutputs(serde, sumsTopic) };
  const published = statistics.map((statistic) => ({ statistic, output: statisticOutput(statistic, serde) }));
  return {
    application,
    deadLetters: { topic: deadLetterTopic, stage: 'streams' },
    nextGeneration: 'raise STREAMS_GENERATION by one',
    subtopologies: [
      peopleSubtopology(rules, serde, { ...settingsFingerprint(company), ...versions }),
      sumsSubtopology(sumsTopic, published, versions),
    ],
  };
}

/** Every setting that shapes what the stores hold, by the name its owner knows it by. */
const settingsFingerprint = ({ zone, region, wartime, leaveTypes }: CompanySettings): Record<string, string> => ({
  COMPANY_TIME_ZONE: zone,
  COMPANY_REGION: region,
  WARTIME_UNTIL: wartime ? `${wartime.from} to ${wartime.to ?? 'now'}` : 'none',
  calendar: calendarVersion,
  'leave types': JSON.stringify(Object.entries(leaveTypes).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  entities: entitiesVersion,
});

const statisticVersions = (statistics: readonly DefinedStatistic[]): Record<string, string> =>
  Object.fromEntries(statistics.map(({ name, version }) => [`version of statistic ${name}`, String(version)]));
