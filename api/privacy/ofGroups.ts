import type { Text } from '#schemas/text.ts';
import { groupsSource, otherDepartments, wholeCompany } from '#tables/frozen.ts';
import type { StatisticAnswer } from '../answers.ts';
import { answerOf } from '../statistics/answer.ts';
import type { Query } from '../statistics/query.ts';
import { statementOf } from '../statistics/sql.ts';
import type { World } from '../world.ts';
import { type Suppression, suppressionOf, type Visibility } from './groups.ts';
import { newestSnapshot, placeIn, type Snapshot } from './snapshot.ts';

/**
 * Answers from the newest snapshot, which holds nothing but sums of groups of five people and more
 * (sinks/frozen/groups.ts): whatever is asked of it is a sum of whole groups. So nothing needs to be taken out of an
 * answer; it only says what is missing.
 */
export async function ofGroups(query: Query, world: World): Promise<StatisticAnswer> {
  const snapshot = await newestSnapshot(world);
  const dataset = { ...query.dataset, from: placeIn(snapshot, query.dataset.name), where: [] };
  const [rows, visibilities] = await Promise.all([
    world.database.rows(statementOf({ ...query, dataset }, world.zone)),
    readVisibilities(query, snapshot, world),
  ]);
  const answer = answerOf(query, rows, snapshot.frozenAt);
  return withSuppression(answer, suppressionOf(departmentsOf(query), visibilities), snapshot);
}

const departmentsOf = ({ filters }: Query): readonly string[] =>
  filters.filter(({ column }) => column.name === 'department').flatMap(({ values }) => values.map(String));

/** Pure: what is not shown is null, and said. */
function withSuppression(
  answer: StatisticAnswer,
  { hidden, suppressed }: Suppression,
  { frozenAt }: Snapshot,
): StatisticAnswer {
  return {
    ...answer,
    ...(hidden && {
      rows: [],
      total: Object.fromEntries(Object.keys(answer.total).map((name) => [name, null])),
    }),
    notes: [...answer.notes, groupsOnly, ...(hidden ? [tooFew] : suppressed > 0 ? [someTooFew(suppressed)] : [])],
    frozenAt: new Date(frozenAt).toISOString(),
    suppressed,
  };
}

const groupsOnly: Text = {
  en: `Groups of five people and more, as of the time when the figures were frozen. Smaller departments are counted as ${otherDepartments}, months that have not begun as ${wholeCompany}.`,
  uk: `Групи від п’яти людей, станом на час, коли показники зафіксовано. Менші відділи враховано як ${otherDepartments}, майбутні місяці – як ${wholeCompany}.`,
};

const tooFew: Text = {
  en: 'Fewer than five people: not shown.',
  uk: 'Менше п’яти людей: не показано.',
};

const someTooFew = (departments: number): Text => ({
  en: `Departments of fewer than five people, which are not shown by themselves in the whole period: ${departments}.`,
  uk: `Відділів, де менше п’яти людей і які тому не показано окремо за весь період: ${departments}.`,
});

/**
 * Under which names figures are shown in the query's period. Of datasets without departments there is one name for all.
 */
async function readVisibilities(
  { dataset, period }: Query,
  snapshot: Snapshot,
  { database }: World,
): Promise<Visibility[]> {
  const groups = placeIn(snapshot, groupsSource);
  const within = [
    ...(period.from ? ['month >= toStartOfMonth({from:Date32})'] : []),
    ...(period.to ? ['month <= {to:Date32}'] : []),
  ];
  const byDepartment = dataset.key.some(({ name }) => name === 'department');
  const sql = byDepartment ? visibilitySql(groups, within) : wholeSql(groups, within);
  const { from, to } = period;
  const rows = await database.rows({ sql, params: { ...(from && { from }), ...(to && { to }), day: snapshot.day } });
  return rows.map(({ name, shown, known }) => ({
    department: String(name),
    shown: Number(shown),
    months: Number(known),
  }));
}

/** Departments by their own names in months that have begun, and the names of what is shown together. */
const visibilitySql = (groups: string, within: readonly string[]): string => `
  SELECT department AS name, countIf(shown_as = department) AS shown, count() AS known FROM ${groups}
  WHERE ${[...within, 'month <= {day:Date32}'].join(' AND ')} GROUP BY department
  UNION ALL
  SELECT shown_as AS name, uniqExact(month) AS shown, shown AS known FROM ${groups}
  WHERE ${[...within, 'shown_as != department'].join(' AND ')} GROUP BY shown_as`;

const wholeSql = (groups: string, within: readonly string[]): string => `
  SELECT '' AS name, count() AS shown, shown AS known FROM ${groups}
  WHERE ${[...within, 'true'].join(' AND ')} HAVING shown > 0`;
