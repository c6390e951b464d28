import { readFileSync } from 'node:fs';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import type { Field, Fields } from '#schemas/fields.ts';
import type { RecordDefinition } from '#schemas/record.ts';
import type { Text } from '#schemas/text.ts';
import { compactedTopic, publicTopics } from '#schemas/topics.ts';
import { statistics } from '#statistics/catalogue.ts';
import type { DefinedStatistic, DerivedFigure } from '#statistics/statistic.ts';

/** The files that follow from the definitions: path from `docs/` → text. */
export function pages(): ReadonlyMap<string, string> {
  return new Map([
    ['events.md', eventsPage()],
    ['topics.md', topicsPage()],
    ['../web/areas/audit/messages/types.ts', typeTitles()],
    ...derivedRecords.map((record) => [`topics/${record.topic}.md`, recordPage(record)] as const),
    ...statistics.map((statistic) => [`statistics/${statistic.name}.md`, statisticPage(statistic)] as const),
  ]);
}

const made = '<!-- Written by `npm run docs` from the definitions. -->';

const page = (title: string, ...parts: readonly string[]): string => `${[`# ${title}`, made, ...parts].join('\n\n')}\n`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const fieldTable = (fields: Fields): string =>
  table(
    ['field', 'type', 'meaning'],
    Object.entries(fields).map(([name, field]) => [
      `\`${name}\``,
      `${field.item ? `list of ${field.item}` : field.kind}${field.nullable ? ', optional' : ''}${field.personal ? ', personal' : ''}`,
      field.doc,
    ]),
  );

const typeText =
  'Types: `date` is `YYYY-MM-DD`; `instant` is a time with an offset from publishers and epoch milliseconds in Avro; `days` is a number ' +
  'with at most six decimals from publishers and `decimal(18,6)` in Avro. Optional fields may be missing. Personal fields ' +
  'are blanked when the person is erased.';

const exampleValue: Readonly<Record<string, unknown>> = {
  string: 'text',
  uuid: '0190f3a2-7c1e-7b6a-9c55-0d1f2a3b4c5d',
  int: 1,
  boolean: true,
  date: '2026-07-01',
  instant: '2026-07-01T09:00:00Z',
  days: 1,
};

function example(type: string, fields: Fields): string {
  const required = Object.entries(fields).filter(([, field]) => !field.nullable);
  const data = required.map(([name, field]) => [name, exampleOf(name, field)]);
  const body = {
    specversion: '1.0',
    id: '0190f3a2-7c1e-7b6a-9c55-0d1f2a3b4c5d',
    source: '/your-service',
    type,
    time: '2026-06-20T08:30:00Z',
    data: Object.fromEntries(data),
  };
  return `\`\`\`json\n${JSON.stringify(body, null, 2)}\n\`\`\``;
}

const usualValue: Readonly<Record<string, unknown>> = {
  employeeId: '7',
  requestId: 'R-1',
  absenceId: 'S-1',
  leaveType: 'annual',
  dayPart: 'full',
  to: '2026-07-03',
  department: 'Sales',
  schedule: [1, 1, 1, 1, 0.5, 0, 0],
};

const exampleOf = (name: string, { kind, item, doc }: Field<unknown>): unknown =>
  usualValue[name] ?? firstWord(doc) ?? (item ? [exampleValue[item]] : exampleValue[kind]);

/** Of a field that takes certain words its documentation lists them. */
const firstWord = (doc: string): string | undefined => / One of (\w+)[,.]/.exec(doc)?.[1];

/** What holds for all of them, written by hand. */
const head = readFileSync(new URL('events.head.md', import.meta.url), 'utf8').trimEnd();

function eventsPage(): string {
  const sections = eventTypes.map((definition) => {
    const { eventId, occurredAt, redacted, mark, source, ...own } = definition.fields;
    const place = `Topic \`${definition.topic}\`, subject \`${definition.subject}\`.`;
    return [`## ${definition.type}`, `${definition.doc} ${place}`, fieldTable(own), example(definition.type, own)].join(
      '\n\n',
    );
  });
  return page('Event types', head, `## The types\n\n${typeText}`, ...sections);
}

/** The page cannot read a folder, so it is told what the types of events are called. */
function typeTitles(): string {
  function of(language: keyof Text): string {
    const lines = eventTypes.map(({ type, title }) => `  'audit.type.${type}': '${title[language]}',\n`);
    return `export const ${language} = {\n${lines.join('')}};\n`;
  }
  return `// Written by \`npm run docs\` from the definitions.\n${of('en')}\n${of('uk')}`;
}

function topicsPage(): string {
  const all = [...publicTopics(4), ...statistics.map(({ row }) => compactedTopic(row.topic, 4))];
  const rows = all.map(({ topic, config }) => [`\`${topic}\``, what(topic), cleanup(config ?? {})]);
  return page('Topics', table(['topic', 'what it holds', 'kept'], rows));
}

function what(topic: string): string {
  const record = derivedRecords.find((one) => one.topic === topic);
  if (record) return `[${record.doc}](topics/${topic}.md)`;
  const statistic = statistics.find(({ row }) => row.topic === topic);
  if (statistic) return `[${statistic.question.en}](statistics/${statistic.name}.md)`;
  const types = eventTypes.filter((definition) => definition.topic === topic).map(({ type }) => `\`${type}\``);
  if (types.length > 0) return types.join(', ');
  return others[topic] ?? '';
}

const others: Readonly<Record<string, string>> = {
  'hr.dead-letters': 'What no stage could use, as it came, with the reason.',
  'hr.operations': 'What operators decided on dead letters: by whom, when and why; which routes of ingress stand.',
  'hr.late': 'Logins older than what is remembered of logins.',
  'hr.sink-flushes': 'One record per flush: which tables have new rows.',
};

function cleanup(config: Readonly<Record<string, string>>): string {
  const days = Number(config['retention.ms'] ?? -1) / 86_400_000;
  const kept = days > 0 ? `${days} days` : 'for ever';
  return (config['cleanup.policy'] ?? 'compact').includes('compact') ? `newest of each key, ${kept}` : kept;
}

const recordPage = (record: RecordDefinition): string =>
  page(
    record.topic,
    record.doc,
    `Avro record \`${record.name}\`, subject \`${record.subject}\`.`,
    typeText,
    fieldTable(record.fields),
  );

function statisticPage(statistic: DefinedStatistic): string {
  const derived = Object.entries(statistic.derived).map(([name, figure]) => [
    `\`${name}\``,
    figure.title.en,
    formula(figure),
  ]);
  const asOf = statistic.asOf
    ? `As of a day: cuts by \`${statistic.asOf}\`.`
    : 'It has no date, so it refuses *as of*.';
  return page(
    statistic.title.en,
    statistic.question.en,
    `\`GET /api/statistics/${statistic.name}\`, table \`statistics_${statistic.name}\`, topic \`${statistic.row.topic}\`. ${asOf}`,
    fieldTable({ ...statistic.key, ...statistic.measures }),
    ...(derived.length > 0 ? [table(['computed when read', 'title', 'how'], derived)] : []),
  );
}

function formula(figure: DerivedFigure): string {
  if (figure.kind === 'ratio') return `(${figure.numerator.join(' + ')}) ÷ (${figure.denominator.join(' + ')})`;
  return `the smallest \`${figure.bucket}\` (${figure.unit}s) that ${figure.quantile * 100} % of \`${figure.measure}\` do not exceed`;
}
