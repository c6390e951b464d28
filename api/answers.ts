import { z } from 'zod';
import absenceDayRecord from '#schemas/derived/absence-days.ts';
import employeeRecord from '#schemas/derived/employees.ts';
import requestRecord from '#schemas/derived/vacation-requests.ts';
import { count, instant, optional, string, uuid } from '#schemas/fields.ts';
import { pageShape, type RowOf, rowShape } from './shape.ts';

// What the API answers. Days are numbers of days, dates `YYYY-MM-DD`, instants RFC 3339 in UTC.

/** Text for people, in both languages. */
const text = z.strictObject({ en: z.string(), uk: z.string() });

export type Text = z.output<typeof text>;

/** How coarse a date or an instant is, from fine to coarse. Weeks begin on Monday and end in no month. */
export const grains = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type Grain = (typeof grains)[number];

const grain = z.enum(grains);
const unit = z.enum(['hour', 'day']);

const keyColumn = z.strictObject({
  name: z.string(),
  kind: z.enum(['string', 'int', 'date', 'instant']),
  label: text,
  doc: z.string(),
  grain: grain.optional().describe('In which a date or an instant is kept.'),
  grains: z.array(grain).readonly().optional().describe('In which it can be grouped by.'),
});

const measure = z.strictObject({ name: z.string(), kind: z.enum(['count', 'days']), label: text, doc: z.string() });

const names = z.array(z.string()).readonly();

const derivedColumn = z.discriminatedUnion('kind', [
  z.strictObject({
    name: z.string(),
    kind: z.literal('ratio'),
    title: text,
    numerator: names.describe('Measures whose sum is divided.'),
    denominator: names.describe('Measures whose sum it is divided by.'),
  }),
  z.strictObject({
    name: z.string(),
    kind: z.literal('quantile'),
    title: text,
    quantile: z.number().describe('0 to 1.'),
    bucket: z.string().describe('The key column whose values are bounds.'),
    measure: z.string(),
    unit: unit.describe('Of the bounds.'),
  }),
]);

export type DerivedColumn = z.output<typeof derivedColumn>;

/** One entry of `GET /api/statistics`. */
const statisticEntry = z.strictObject({
  name: z.string(),
  title: text,
  question: text,
  key: z.array(keyColumn).readonly(),
  measures: z.array(measure).readonly(),
  derived: z.array(derivedColumn).readonly(),
  asOf: z.string().nullable().describe('The date column that `asOf` cuts by; null: it is refused.'),
  tables: names.describe('Tables whose change makes its answers old.'),
  links: z.record(z.string(), z.string()),
});

export type StatisticEntry = z.output<typeof statisticEntry>;

export const catalogue = z.strictObject({ statistics: z.array(statisticEntry).readonly() });
export type Catalogue = z.output<typeof catalogue>;

/** A figure with the sums that it was computed from; its value is null where nothing was counted. */
const figure = z.strictObject({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() });
export type Figure = z.output<typeof figure>;

const cell = z.union([z.string(), z.number(), figure, z.null().describe('Fewer than five people are behind it.')]);
export type Cell = z.output<typeof cell>;

const row = z.record(z.string(), cell).readonly();
export type Row = z.output<typeof row>;

/** A column of the rows of an answer. */
const column = z.strictObject({
  name: z.string(),
  kind: z.enum(['string', 'int', 'date', 'instant', 'count', 'days', 'ratio', 'quantile']),
  label: text,
  grain: grain.optional().describe('Of a date or an instant.'),
  unit: unit.optional().describe('What a quantile counts.'),
});

export type Column = z.output<typeof column>;

const frozenAt = z.iso.datetime().optional().describe('Of figures of groups: since when they stand.');

/** `GET /api/statistics/<name>`. */
export const statisticAnswer = z.strictObject({
  name: z.string(),
  asOf: z.string().nullable(),
  filters: z.record(z.string(), z.array(z.union([z.string(), z.number()])).readonly()).readonly(),
  period: z
    .strictObject({ column: z.string(), from: z.string().nullable(), to: z.string().nullable() })
    .nullable()
    .describe('The whole units of the time column that are in the answer.'),
  by: names,
  columns: z.array(column).readonly(),
  rows: z.array(row).readonly(),
  total: row.describe('Over everything that the filters let through, also rows that `limit` cut.'),
  truncated: z.boolean(),
  notes: z.array(text).readonly().describe('What a reader should know about how it was counted.'),
  computedAt: z.iso.datetime(),
  frozenAt,
  suppressed: z
    .int()
    .optional()
    .describe('How many of the departments are not shown by themselves: fewer than five people.'),
});

export type StatisticAnswer = z.output<typeof statisticAnswer>;

const period = z.strictObject({ from: z.string(), to: z.string() });
/** null: not known, or fewer than five people are behind it. */
const value = z.strictObject({ value: z.int().nullable(), period });
const people = z.int().nullable();

/** `GET /api/overview`. */
export const overview = z.strictObject({
  asOf: z.iso.date().describe('The day that everything is as of.'),
  computedAt: z.iso.datetime(),
  frozenAt,
  people: value.describe('People employed on the day.'),
  outToday: z
    .strictObject({ people, vacation: people, sick: people, period })
    .describe('People away on the day; who is sick on vacation counts as sick.'),
  pendingRequests: value
    .extend({ oldestSubmittedAt: z.iso.datetime().nullable() })
    .describe('Submitted by the day and undecided on it; withdrawn ones are left out.'),
  approvalRate: figure.extend({ period }).describe('Approved of those decided in the year before.'),
  leadTime: z.strictObject({ p50: figure, p90: figure, unit: z.literal('hour'), period }),
  sickRate: figure.extend({ period }).describe('Working days lost to illness in the year before, in whole months.'),
  loginFailures: value.describe('In the last 24 hours, or on the day when it is not today.'),
});

export type Overview = z.output<typeof overview>;

/** Names. */
export const departments = names;
export type Departments = z.output<typeof departments>;

const counts = z.record(z.string(), z.int()).readonly();

const lineTable = z.strictObject({
  name: z.string(),
  rows: z.int().describe('Versions included that are not merged yet.'),
  changedAt: z.iso.datetime().nullable().describe('When rows last became visible.'),
  lag: z.int().nullable().describe('Records in Kafka that are not in the table yet; null while Kafka is away.'),
});

const reusedIds = z.strictObject({
  source: z.string().describe('Who publishes.'),
  ids: z.int().describe('Ids that it gave to more than one event.'),
  events: z.int().describe('Events that were not the first of their id.'),
  lastAt: z.iso.datetime().describe('When the last of them came to Kafka.'),
  eventId: z.guid().describe('The id of that one.'),
});

const stoppedRoute = z.strictObject({
  route: z.string().describe('A route of ingress: the queue it reads, or `hr.events`.'),
  since: z.iso.datetime(),
  why: z.string(),
});

const letterCount = z.strictObject({
  stage: z.string().describe('Who gave up.'),
  reason: z.string(),
  publisher: z.string(),
  count: z.int(),
});

/** `GET /api/line`. */
export const lineState = z.strictObject({
  at: z.iso.datetime(),
  kafka: z.strictObject({ away: z.iso.datetime().nullable().describe('Since when it does not answer.') }),
  tables: z.array(lineTable).readonly(),
  lastEventAt: z.iso.datetime().nullable().describe('When the newest event in the tables came to Kafka.'),
  deadLetters: z
    .int()
    .nullable()
    .describe('Open ones: neither replayed nor closed, in Kafka and in RabbitMQ; null until they have been read.'),
  deadLettersBy: z
    .array(letterCount)
    .readonly()
    .describe('Open ones by who gave up, why and who published; 100 groups.'),
  deadLettersUnseen: counts.describe('Of those, by queue of RabbitMQ, what lies too far behind to be looked at.'),
  stoppedRoutes: z.array(stoppedRoute).readonly().describe('Stopped because most of what came became dead letters.'),
  lag: counts.nullable().describe('Records still to be taken, by consumer group.'),
  incomplete: counts.describe('Entities whose creating event has not come, by family of events.'),
  reusedIds: z.array(reusedIds).readonly().describe('Publishers that use an id again for another event; all count.'),
});

export type LineState = z.output<typeof lineState>;

const letterDecision = z.strictObject({
  act: z.enum(['close', 'replay', 'reopen']),
  by: z.string().describe('An employee id, or an account of the machine at the command line.'),
  at: z.iso.datetime(),
  why: z.string(),
});

/** A dead letter, nothing of its content. */
const letterRow = z.strictObject({
  place: z.string().describe('What it is called: `3/17`, or `vacation/3f2a90c4d1e6` in RabbitMQ.'),
  at: z.iso.datetime().nullable().describe('When it was given up; null: nobody noted it.'),
  stage: z.string().describe('Who gave up.'),
  reason: z.string(),
  detail: z.string(),
  publisher: z.string(),
  queue: z.string().describe('The queue or topic it was in when it failed.'),
  lies: z.enum(['kafka', 'rabbitmq']),
  attempt: z.int(),
  bytes: z.int(),
  state: z.enum(['open', 'replayed', 'closed']),
  decision: letterDecision.nullable(),
});

export type LetterRow = z.output<typeof letterRow>;

/** `GET /api/dead-letters`. */
export const letterPage = z.strictObject({
  rows: z.array(letterRow).readonly(),
  next: z.string().nullable(),
  total: z.int().describe('All that the filters let through.'),
  choices: z
    .strictObject({ stage: names, reason: names, publisher: names, queue: names })
    .describe('Values of all that are there, at most 200 of each.'),
  unseen: counts.describe('By queue of RabbitMQ, what lies too far behind to be looked at.'),
  stopped: z.array(stoppedRoute).readonly().describe('Routes that too many of them have stopped.'),
  leftOut: z.int().describe('Older ones in Kafka than there is room for.'),
  rabbitmq: z.boolean().describe('Whether RabbitMQ answers; if not, its letters are those of before.'),
});

export type LetterPage = z.output<typeof letterPage>;

/** `GET /api/dead-letters/:box/:name`: everything, personal data included. */
export const letterWhole = z.strictObject({
  letter: letterRow,
  headers: z.record(z.string(), z.string()).readonly(),
  body: z
    .string()
    .nullable()
    .describe('JSON set out in lines, other text, or hexadecimal; the beginning of a long one.'),
});

export type LetterWhole = z.output<typeof letterWhole>;

/** `POST /api/dead-letters/decisions`. */
export const lettersDecided = z.strictObject({
  decided: z.array(z.strictObject({ place: z.string(), fault: z.string().nullable() })).readonly(),
});

export type LettersDecided = z.output<typeof lettersDecided>;

export type RequestRow = RowOf<typeof requestRecord.fields>;
/** `GET /api/requests`. */
export const requestPage = pageShape<RequestRow>(rowShape(requestRecord.fields));
export type RequestPage = z.output<typeof requestPage>;

export type EmployeeRow = RowOf<typeof employeeRecord.fields>;
/** `GET /api/employees`. */
export const employeePage = pageShape<EmployeeRow>(rowShape(employeeRecord.fields));

/** A day of an absence, with the name of whose it is. */
export const absenceFields = {
  ...absenceDayRecord.fields,
  firstName: employeeRecord.fields.firstName,
  lastName: employeeRecord.fields.lastName,
};

export type AbsenceRow = RowOf<typeof absenceFields>;
/** `GET /api/absences`. */
export const absencePage = pageShape<AbsenceRow>(rowShape(absenceFields));
export type AbsencePage = z.output<typeof absencePage>;

/** An event; its payload is text in the table, and an object in the answer. */
export const eventFields = {
  eventId: uuid('Names the event, if its publisher takes care.'),
  mark: string('Tells events of one id apart; empty for what an early version wrote.'),
  type: string('What happened.'),
  occurredAt: instant('When it happened.'),
  receivedAt: instant('When it came to Kafka.'),
  employeeId: optional(string('Whom it is about.')),
  source: string('Who published it.'),
  payload: string('The event’s own fields, as JSON.'),
  topic: string('Where it lies in Kafka.'),
  partition: count('Of the topic.'),
  offset: count('In the partition.'),
};

export type EventRow = Omit<RowOf<typeof eventFields>, 'payload'> & {
  /** The event's own fields. */
  readonly payload: Readonly<Record<string, unknown>>;
};

/** `GET /api/events`. */
export const eventPage = pageShape<EventRow>({
  ...rowShape(eventFields),
  payload: z.record(z.string(), z.unknown()).describe('The event’s own fields.'),
});
export type EventPage = z.output<typeof eventPage>;

// What `GET /api/live` says, by the names of its events.

/** `hello`: at the start and after a gap. */
export interface Hello {
  readonly version: string;
  /** The company's time zone. */
  readonly timeZone: string;
}

/** `stale`: changes are not heard of since then. */
export interface Stale {
  readonly since: string;
}

/** `change`: rows of these tables became visible. */
export interface Change {
  readonly tables: readonly string[];
  readonly at: string;
}
