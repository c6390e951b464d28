import type { Locale } from '#schemas/access/people.ts';
import { filled, pluralOf, type Values } from '../common/mail/words.ts';
import { type NoticeKind, places, type Template, templates } from './kinds.ts';
import { en } from './messages/en.ts';
import type { Messages } from './messages/messages.ts';
import { uk } from './messages/uk.ts';

export const languages = { uk, en } as const;

/** What a message tells of; people by their ids, since names are put in when it is read. */
export interface Params {
  readonly person?: string | null;
  readonly actor?: string | null;
  /** For whom the reader stands in. */
  readonly instead?: string | null;
  readonly from?: string;
  readonly to?: string;
  readonly dayPart?: string;
  readonly leaveType?: string;
  readonly reason?: string | null;
  readonly businessDays?: number;
  /** Epoch ms. */
  readonly at?: number;
  readonly until?: number | null;
  readonly ip?: string | null;
  readonly client?: string | null;
}

export interface RenderOptions {
  readonly language: Locale;
  readonly zone: string;
  /** The name of a person, null where it is unknown. */
  readonly nameOf: (employeeId: string) => string | null;
}

/** A message in words, without markup. */
export interface RenderedMessage {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action: string;
  /** Path on the page. */
  readonly place: string;
  readonly kind: NoticeKind;
}

/** Says a message in a language; lines that name what is unknown are left out. */
export function say(template: Template, params: Params, setting: RenderOptions): RenderedMessage {
  const messages: Messages = languages[setting.language];
  const { subject, text, lines } = messages.templates[template];
  const values = valuesOf(params, messages, setting);
  const known = lines.filter((line) => namesOf(line).every((name) => values[name]));
  const fill = (pattern: string) => filled(pattern, values);
  const kind = templates[template];
  return {
    subject: oneLine(fill(subject)),
    paragraphs: [text, ...known].map(fill),
    action: messages.actions[kind],
    place: places[kind],
    kind,
  };
}

const namesOf = (pattern: string): string[] => [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

/** No line breaks and control characters: a subject is one header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

function valuesOf(params: Params, messages: Messages, { language, zone, nameOf }: RenderOptions): Values {
  const name = (id: string | null | undefined, unknown: string) => (id ? (nameOf(id) ?? unknown) : unknown);
  return {
    person: name(params.person, messages.somebody),
    actor: name(params.actor, ''),
    instead: name(params.instead, ''),
    period: periodOf(params, messages, language),
    leave: leaveOf(params.leaveType, messages),
    reason: params.reason ?? '',
    days: pluralOf(messages.days, params.businessDays ?? 0, language),
    at: instantOf(params.at, language, zone),
    until: instantOf(params.until ?? undefined, language, zone),
    ip: params.ip ?? '',
    client: params.client ?? '',
  };
}

function periodOf({ from, to, dayPart = 'full' }: Params, { dayParts }: Messages, language: Locale): string {
  if (!from || !to) return '';
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const days = format.formatRange(Date.parse(from), Date.parse(to));
  const part = dayParts[dayPart as keyof typeof dayParts];
  return part ? `${days} (${part})` : days;
}

/** A word of the company's own is said as it is. */
const leaveOf = (type = 'other', { leave }: Messages): string =>
  Object.hasOwn(leave, type) ? leave[type as keyof typeof leave] : type;

const instantOf = (at: number | undefined, language: Locale, timeZone: string): string =>
  at === undefined
    ? ''
    : new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
