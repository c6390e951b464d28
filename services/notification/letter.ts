import type { Database } from '../common/database.ts';
import type { Template } from './kinds.ts';
import { isFixed } from './kinds.ts';
import { signed } from './links.ts';
import { write } from './mail.ts';
import type { Claimed } from './mailStore.ts';
import { isWanted } from './preferences.ts';
import { languageOf, type Params, say } from './render.ts';
import type { Outgoing } from './smtp.ts';
import type { NotificationTables, PeopleTable } from './tables.ts';

/** What all mail has in common. */
export interface Letterhead {
  /** `Leaveline <leave@example.org>` */
  readonly from: string;
  /** Origin of the page. */
  readonly origin: string;
  readonly zone: string;
  /** Of signed links. */
  readonly key: Buffer;
}

export type Letter =
  | { readonly kind: 'letter'; readonly outgoing: Outgoing }
  /** It must not, or cannot, be sent. */
  | { readonly kind: 'unwanted' | 'no_address' | 'bounced' };

type Source = Letterhead & { readonly database: Database<NotificationTables> };

/** The mail of a row, with names, address and language as they are now. */
export async function letterOf(source: Source, mail: Claimed): Promise<Letter> {
  const { db } = source.database;
  const person = await db
    .selectFrom('people')
    .selectAll()
    .where('employee_id', '=', mail.employee_id)
    .executeTakeFirst();
  if (!person?.email || mail.params === null) return { kind: 'no_address' };
  if (person.bounced === person.email) return { kind: 'bounced' };
  if (!(await isWanted(db, mail.employee_id, mail.kind, 'mail'))) return { kind: 'unwanted' };
  const params = JSON.parse(mail.params) as Params;
  const names = await namesOf(source.database, params);
  return { kind: 'letter', outgoing: compose(source, mail, { ...person, email: person.email }, params, names) };
}

type Names = ReadonlyMap<string, string>;

function compose(
  { from, origin, zone, key }: Letterhead,
  mail: Claimed,
  person: PeopleTable & { email: string },
  params: Params,
  names: Names,
): Outgoing {
  const language = languageOf(person.locale);
  const said = say(mail.template as Template, params, { language, zone, nameOf: (id) => names.get(id) ?? null });
  const token = signed(key, 'unsubscribe', [mail.employee_id, mail.kind]);
  const unsubscribe = isFixed(mail.kind) ? null : `${origin}/api/notification/unsubscribe/${token}`;
  const written = write({ said, language, name: person.first_name ?? '', origin, unsubscribe });
  const envelopeFrom = bounceAddress(from, signed(key, 'bounce', [String(mail.seq)]));
  return { ...written, messageId: mail.message_id, from, envelopeFrom, to: person.email, unsubscribe, language };
}

/** `leave+<token>@example.org`, so that a bounce names its mail. */
function bounceAddress(from: string, token: string): string {
  const [local = '', domain = ''] = addressOf(from).split('@');
  return `${local}+${token}@${domain}`;
}

/** The bare address of `Name <address>`. */
export const addressOf = (from: string): string => (/<([^<>]+)>\s*$/.exec(from)?.[1] ?? from).trim();

/** Names of everybody that these tell of. */
export async function namesOf({ db }: Database<NotificationTables>, ...all: readonly Params[]): Promise<Names> {
  const ids = [...new Set(all.flatMap(({ person, actor }) => [person, actor]))].filter((id) => typeof id === 'string');
  if (ids.length === 0) return new Map();
  const rows = db
    .selectFrom('people')
    .select(['employee_id', 'first_name', 'last_name'])
    .where('employee_id', 'in', ids);
  const named = (await rows.execute()).map(
    ({ employee_id, first_name, last_name }) =>
      [employee_id, [first_name, last_name].filter(Boolean).join(' ')] as const,
  );
  return new Map(named.filter(([, name]) => name !== ''));
}
