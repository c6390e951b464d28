import { localeOf } from '#schemas/access/people.ts';
import type { Database } from '../common/database/database.ts';
import { bounceAddress, type Letterhead } from '../common/mail/letterhead.ts';
import { signed } from '../common/mail/links.ts';
import type { Claimed } from '../common/mail/queue.ts';
import type { Letter } from '../common/mail/sender.ts';
import type { Outgoing } from '../common/mail/smtp.ts';
import type { Template } from './kinds.ts';
import { isFixed } from './kinds.ts';
import { write } from './mail.ts';
import { isWanted } from './preferences.ts';
import { type Params, say } from './render.ts';
import type { MailsTable, NotificationTables, PeopleTable } from './tables.ts';

/** A row of this service's mail. */
export type Mail = Claimed & Pick<MailsTable, 'kind' | 'params'>;

type LetterContext = Letterhead & { readonly database: Database<NotificationTables> };

/** The mail of a row, with names, address and language as they are now. */
export async function letterOf(source: LetterContext, mail: Mail): Promise<Letter> {
  const { db } = source.database;
  const person = await db
    .selectFrom('people')
    .selectAll()
    .where('employee_id', '=', mail.employee_id)
    .executeTakeFirst();
  if (!person?.email || mail.params === null) return { kind: 'no_address', final: mail.params === null };
  if (person.bounced === person.email) return { kind: 'bounced' };
  if (!(await isWanted(db, mail.employee_id, mail.kind, 'mail'))) return { kind: 'dropped', state: 'unwanted' };
  const params = JSON.parse(mail.params) as Params;
  const names = await namesOf(source.database, params);
  return { kind: 'letter', outgoing: compose(source, mail, { ...person, email: person.email }, params, names) };
}

type Names = ReadonlyMap<string, string>;

function compose(
  letterhead: Letterhead,
  mail: Mail,
  person: PeopleTable & { email: string },
  params: Params,
  names: Names,
): Outgoing {
  const { from, origin, zone, key } = letterhead;
  const language = localeOf(person.locale);
  const said = say(mail.template as Template, params, { language, zone, nameOf: (id) => names.get(id) ?? null });
  const token = signed(key, 'unsubscribe', [mail.employee_id, mail.kind]);
  const unsubscribe = isFixed(mail.kind) ? null : `${origin}/api/notification/unsubscribe/${token}`;
  const written = write({ said, language, name: person.first_name ?? '', origin, unsubscribe });
  const envelopeFrom = bounceAddress(letterhead, mail.seq);
  return { ...written, messageId: mail.message_id, from, envelopeFrom, to: person.email, unsubscribe, language };
}

/** Names of everybody that these tell of. */
export async function namesOf({ db }: Database<NotificationTables>, ...all: readonly Params[]): Promise<Names> {
  const ids = [...new Set(all.flatMap(({ person, actor, instead }) => [person, actor, instead]))].filter(
    (id) => typeof id === 'string',
  );
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
