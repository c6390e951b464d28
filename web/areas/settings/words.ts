import { oneDay } from '#lib/millionths.ts';
import type { Speech } from '../../language/speech.ts';
import type { Change } from './changes.ts';
import type { Blackout, Coverage, Entitlement, LeaveTypeRules, Rules } from './rules.ts';

/** Leaves that are amounts: millionths of a day. */
const amounts = new Set(['longest', 'daysPerYear', 'limit', 'neverExpiring']);
/** Leaves whose values are words of this page. */
const choices = new Set(['counting', 'cancellation', 'accrual']);

/** A day of the year, `03-31`, as people say it. */
export const dayOfYear = ({ locale }: Speech, day: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`2027-${day}T00:00:00Z`),
  );

/** Who has to agree, in order. */
export const approvalText = ({ text, word }: Speech, steps: readonly string[]): string =>
  steps.length === 0 ? text('settings.approval.none') : steps.map((step) => word('role', step)).join(' → ');

/** How a balance is kept, in a few words. */
const entitlementText = ({ text, plural }: Speech, entitlement: Entitlement | null): string =>
  entitlement === null
    ? text('settings.entitlement.null')
    : text('settings.aYear', { days: plural('unit.days', entitlement.daysPerYear / oneDay) });

/** A kind of leave in one line. */
export function kindText(words: Speech, kind: LeaveTypeRules): string {
  const { text } = words;
  return [
    text(`settings.counting.${kind.counting}`),
    text(kind.paid ? 'settings.paid.yes' : 'settings.paid.no'),
    approvalText(words, kind.approval),
    entitlementText(words, kind.entitlement),
  ].join(' · ');
}

function scalarText(words: Speech, leaf: string, value: string | number | boolean): string {
  const { plural, number, text, day, word } = words;
  if (typeof value === 'boolean') return text(value ? 'settings.yes' : 'settings.no');
  if (typeof value === 'number') {
    if (leaf === 'hoursPerDay') return number(value);
    return plural('unit.days', amounts.has(leaf) ? value / oneDay : value);
  }
  if (choices.has(leaf)) return word(`settings.${leaf}`, value);
  if (leaf === 'expiresOn') return dayOfYear(words, value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : value;
}

const isKind = (value: object): value is LeaveTypeRules => 'counting' in value;
const isEntitlement = (value: object): value is Entitlement => 'daysPerYear' in value;

/** A value as people read it; `leaf`: its name in the rules. */
function valueText(words: Speech, leaf: string, value: unknown): string {
  const { find, text, list, number } = words;
  if (value === undefined || value === null) return find(`settings.${leaf}.null`) ?? text('settings.nothing');
  if (leaf === 'approval') return approvalText(words, value as readonly string[]);
  if (Array.isArray(value))
    return value.length === 0 ? text('settings.nothing') : list(value.map((one) => number(one)));
  if (typeof value !== 'object') return scalarText(words, leaf, value as string | number | boolean);
  if (isKind(value)) return kindText(words, value);
  if (isEntitlement(value)) return entitlementText(words, value);
  const { from, to } = value as { from: string; to: string | null };
  return to === null ? text('since.day', { day: words.day(from) }) : words.range(from, to);
}

function leafName({ find }: Speech, path: readonly string[]): string {
  const leaf = path.at(-1) ?? '';
  return find(`settings.${path.at(-2)}.${leaf}`) ?? find(`settings.${leaf}`) ?? leaf;
}

/** Of what a value is: `Annual leave · Days of notice`; of what is in a list, the list. */
export function placeOf(words: Speech, path: readonly string[], rules: Rules): string {
  if (path[0] === 'coverage' || path[0] === 'blackouts') return words.text(`settings.${path[0]}`);
  if (path[0] !== 'types') return leafName(words, path);
  const name = rules.types[path[1] ?? '']?.name[words.language] ?? path[1] ?? '';
  return path.length === 2 ? name : `${name} · ${leafName(words, path)}`;
}

/** A rule of a list in one sentence. */
function entryText(words: Speech, entry: Coverage | Blackout): string {
  const { text, number, range } = words;
  const department = entry.department ?? text('settings.department.others');
  const how = text(`settings.severity.${entry.severity}`);
  if ('maxAbsent' in entry)
    return text('settings.coverage.entry', { department, people: number(entry.maxAbsent), how: how.toLowerCase() });
  const everywhere = entry.department ?? text('settings.everywhere').toLowerCase();
  return `${entry.name}: ${range(entry.from, entry.to)}, ${everywhere}, ${how.toLowerCase()}`;
}

/** A change as people read it before they save it. `rules`: those that are to be, `former`: those that are. */
export function changeText(words: Speech, change: Change, rules: Rules, former: Rules) {
  const { text } = words;
  if (change.kind !== 'value') {
    const said = entryText(words, change.entry);
    const where = text(`settings.${change.list}`);
    return change.kind === 'added' ? { where, before: null, after: said } : { where, before: said, after: null };
  }
  const leaf = change.path.at(-1) ?? '';
  const known = change.path[0] === 'types' && rules.types[change.path[1] ?? ''] === undefined ? former : rules;
  return {
    where: placeOf(words, change.path, known),
    before: change.before === undefined ? null : valueText(words, leaf, change.before),
    after: change.after === undefined ? null : valueText(words, leaf, change.after),
  };
}
