import type { Output } from '#engine/topology.ts';
import type { Serde } from '#lib/avro/serde.ts';
import absenceDayRecord from '#schemas/derived/absence-days.ts';
import employeeRecord from '#schemas/derived/employees.ts';
import requestRecord from '#schemas/derived/vacation-requests.ts';
import { splitKey } from '#schemas/keys.ts';
import type { RecordDefinition } from '#schemas/record.ts';
import { lateTopic } from '#schemas/topics.ts';
import type { AbsenceDayRow, EmployeeRow, RequestRow } from '#statistics/entities/enriched.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { addSums, encodeSum, type Sum } from '#statistics/sum.ts';

/** Where the processor of people writes to. */
export interface PeopleOutputs {
  readonly employees: Output<EmployeeRow | null>;
  readonly requests: Output<RequestRow | null>;
  readonly absenceDays: Output<AbsenceDayRow | null>;
  /** Logins too old to be remembered, byte for byte. */
  readonly late: Output<Buffer | null>;
  /** Changes of sums under `<statistic>/<row key>`; those of one commit are added up. */
  readonly sums: Output<Sum>;
}

/** The key columns and measures of a statistic's row. */
export type StatisticRow = Readonly<Record<string, unknown>>;

/** The employee id that a key begins with. */
const firstPart = (key: string): string => splitKey(key)[0] ?? '';

/** A row's record, or a tombstone. */
const rows = <T extends object>(record: RecordDefinition, serde: Serde) => ({
  topic: record.topic,
  visibility: 'public' as const,
  encode: (row: T | null) => row && serde.encode(record, row),
});

export const peopleOutputs = (serde: Serde, sumsTopic: string): PeopleOutputs => ({
  employees: { ...rows<EmployeeRow>(employeeRecord, serde), owner: firstPart },
  requests: {
    ...rows<RequestRow>(requestRecord, serde),
    owner: (_key, value) => String(serde.decode(value).value.employeeId),
  },
  absenceDays: { ...rows<AbsenceDayRow>(absenceDayRecord, serde), owner: firstPart },
  late: { topic: lateTopic, visibility: 'public', encode: (bytes) => bytes },
  sums: { topic: sumsTopic, visibility: 'internal', encode: encodeSum, combine: addSums },
});

/** The rows of a statistic; their tasks are those of the sums. */
export const statisticOutput = (statistic: DefinedStatistic, serde: Serde): Output<StatisticRow | null> => ({
  ...rows<StatisticRow>(statistic.row, serde),
  owner: (key) => `${statistic.name}/${key}`,
});
