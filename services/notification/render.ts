import { type Kind, places, type Template, templates } from './kinds.ts';
import { en } from './messages/en.ts';
import type { Messages } from './messages/messages.ts';
import { uk } from './messages/uk.ts';

export const languages = { uk, en } as const;
export type Language = keyof typeof languages;

/** uk, unless somebody chose en: the company's language is the default. */
export const languageOf = (locale: string | null): Language => (locale === 'en' ? 'en' : 'uk');

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

export interface Setting {
  readonly language: Language;
  readonly zone: string;
  /** The name of a person, null where it is unknown. */
  readonly nameOf: (employeeId: string) => string | null;
}

/** A message in words, without markup. */
export interface Said {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action: string;
  /** Path on the page. */
  readonly place: string;
  readonly kind: Kind;
}

/** Says a message in a language; lines that name what is unknown are left out. */
export function say(template: Template, params: Params, setting: Setting): Said {
  const messages: Messages = languages[setting.language];
  const { subject, text, lines, action } = messages.templates[template];
  const values = valuesOf(params, messages, setting);
  const known = lines.filter((line) => namesOf(line).every((name) => values[name]));
  const fill = (pattern: string) => filled(pattern, values);
  const kind = templates[template];
  return { subject: oneLine(fill(subject)), paragraphs: [text, ...known].map(fill), action, place: places[kind], kind };
}

type Values = Readonly<Record<string, string>>;

const namesOf = (pattern: string): string[] => [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

/** In one pass, so that braces in a name stay what they are; what ends with a full stop itself (`2027 р.`) needs no second one. */
export const filled = (pattern: string, values: Values): string =>
  pattern.replace(/\{(\w+)\}(\.(?!\.))?/g, (_, name: string, stop: string | undefined) => {
    const value = values[name] ?? '';
    return stop && !value.endsWith('.') ? value + stop : value;
  });

/** No line breaks and control characters: a subject is one header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

function valuesOf(params: Params, messages: Messages, { language, zone, nameOf }: Setting): Values {
  const name = (id: string | null | undefined, unknown: string) => (id ? (nameOf(id) ?? unknown) : unknown);
  return {
    person: name(params.person, messages.somebody),
    actor: name(params.actor, ''),
    instead: name(params.instead, ''),
    period: periodOf(params, messages, language),
    leave: leaveOf(params.leaveType, messages),
    reason: params.reason ?? '',
    days: daysOf(params.businessDays ?? 0, messages, language),
    at: instantOf(params.at, language, zone),
    until: instantOf(params.until ?? undefined, language, zone),
    ip: params.ip ?? '',
    client: params.client ?? '',
  };
}

function periodOf({ from, to, dayPart = 'full' }: Params, { dayParts }: Messages, language: Language): string {
  if (!from || !to) return '';
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const days = format.formatRange(Date.parse(from), Date.parse(to));
  const part = dayParts[dayPart as keyof typeof dayParts];
  return part ? `${days} (${part})` : days;
}

/** A word of the company's own is said as it is. */
const leaveOf = (type = 'other', { leave }: Messages): string =>
  Object.hasOwn(leave, type) ? leave[type as keyof typeof leave] : type;

const daysOf = (n: number, { days }: Messages, language: Language): string =>
  filled(days[new Intl.PluralRules(language).select(n) as keyof typeof days] ?? days.other, { n: String(n) });

const instantOf = (at: number | undefined, language: Language, timeZone: string): string =>
  at === undefined
    ? ''
    : new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
