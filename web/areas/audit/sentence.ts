import type { AuditEntry } from '#services/audit/answers.ts';
import type { Speech } from '../../language/speech.ts';

type Data = AuditEntry['data'];

/** Who did it: somebody of the directory, Leaveline by itself, or somebody whom the event does not name. */
export type Actor =
  | { readonly kind: 'person'; readonly employeeId: string }
  | { readonly kind: 'itself' }
  | { readonly kind: 'unknown' };

/** Fields that name who acted; without one it was the person the event is about, unless the type says otherwise. */
const doers = ['by', 'decidedBy', 'cancelledBy', 'modifiedBy', 'withdrawnBy', 'adjustedBy', 'requestedBy'];

/** What happens by the clock or by a rule. */
const byItself = [
  'notification.',
  'vacation.balance.granted',
  'vacation.balance.expired',
  'vacation.request.expired',
  'vacation.request.reminded',
];

/** What others do to a person, or in their name: who it was, the event may not say. */
const byOthers = [
  'auth.action.refused',
  'auth.link.requested',
  'auth.login.failed',
  'auth.token.reused',
  'user.',
  'vacation.balance.adjusted',
  'vacation.request.approved',
  'vacation.request.rejected',
];

const begins = (type: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => type.startsWith(beginning));

function textIn(data: Data, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function actorOf({ type, data, employeeId }: AuditEntry): Actor {
  const doer = doers.map((name) => textIn(data, name)).find((id) => id !== null);
  if (doer != null) return { kind: 'person', employeeId: doer };
  if (begins(type, byItself) || data.automatic === true || data.reason === 'too_many_failures')
    return { kind: 'itself' };
  if (employeeId === null || begins(type, byOthers) || data.reason === 'by_administrator') return { kind: 'unknown' };
  return { kind: 'person', employeeId };
}

/** Whom it is about, where that is not who did it. */
export function aboutOf(entry: AuditEntry): string | null {
  const actor = actorOf(entry);
  const about = entry.type === 'data.read' ? textIn(entry.data, 'about') : entry.employeeId;
  return about === null || (actor.kind === 'person' && actor.employeeId === about) ? null : about;
}

/** A fact of an event in words; null: it does not say it. */
type Fact = (data: Data, speech: Speech) => string | null;

function worded(name: string, prefix: string): Fact {
  return (data, { word }) => {
    const value = textIn(data, name);
    return value === null ? null : word(prefix, value);
  };
}

const plain =
  (name: string): Fact =>
  (data) =>
    textIn(data, name);

function counted(name: string, key: 'unit.days' | 'unit.records'): Fact {
  return (data, { plural }) => {
    const value = data[name];
    return value === undefined || value === null ? null : plural(key, Number(value));
  };
}

function period(data: Data, { range }: Speech): string | null {
  const from = textIn(data, 'from');
  const to = textIn(data, 'to');
  return from === null || to === null ? null : range(from, to);
}

function since(data: Data, { text, day }: Speech): string | null {
  const from = textIn(data, 'effectiveFrom');
  return from === null ? null : text('audit.fact.from', { day: day(from) });
}

const step: Fact = ({ step: value }, { text }) =>
  typeof value === 'number' ? text('audit.fact.step', { step: String(value) }) : null;

const rolesOf = (value: unknown, { list, word, text }: Speech): string =>
  Array.isArray(value) && value.length > 0
    ? list(value.map((role) => word('role', String(role))))
    : text('audit.fact.noRoles');

function roles({ before, roles: now }: Data, speech: Speech): string | null {
  if (now === undefined) return null;
  if (before === undefined) return rolesOf(now, speech);
  return speech.text('audit.fact.roles', { before: rolesOf(before, speech), roles: rolesOf(now, speech) });
}

/** Rules by their paths, the first few of them. */
function changes({ changed }: Data, { list, text }: Speech): string | null {
  if (!Array.isArray(changed)) return null;
  const more = changed.length - 3;
  const named = changed.slice(0, 3).map(String);
  return list(more > 0 ? [...named, text('audit.fact.more', { count: String(more) })] : named);
}

const automatic: Fact = (data, { text }) => (data.automatic === true ? text('audit.fact.automatic') : null);

/** What was typed matters where it is nobody's. */
const stranger: Fact = (data) => (data.employeeId == null ? textIn(data, 'login') : null);

/** In the order in which they are said. */
const facts: readonly Fact[] = [
  stranger,
  worded('action', 'audit.action'),
  worded('leaveType', 'leaveType'),
  period,
  changes,
  counted('days', 'unit.days'),
  worded('department', 'department'),
  since,
  step,
  roles,
  automatic,
  worded('channel', 'audit.channel'),
  worded('resource', 'audit.resource'),
  plain('query'),
  counted('rows', 'unit.records'),
  worded('method', 'audit.method'),
  worded('reason', 'audit.reason'),
  plain('ip'),
];

/** What an event says, in short. */
export const factsOf = ({ data }: AuditEntry, speech: Speech): readonly string[] =>
  facts.map((fact) => fact(data, speech)).filter((fact) => fact !== null);

/** The name of a type; a new one is called by its type until somebody has named it. */
export const nameOfType = (type: string, { word }: Speech): string => word('audit.type', type);

/** Values that a person reads as they are. */
export const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(valueText).join(', ') : JSON.stringify(value);
