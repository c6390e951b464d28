import { localeOf } from '#schemas/access/people.ts';
import type { Route } from '../common/http/route.ts';
import { bounceRoute } from '../common/mail/bounces.ts';
import { opened } from '../common/mail/links.ts';
import { type Unsubscription, unsubscribeRoutes } from '../common/mail/unsubscribe.ts';
import { filled } from '../common/mail/words.ts';
import { isFixed, kinds } from './kinds.ts';
import type { Messages } from './messages/messages.ts';
import { choose } from './preferences.ts';
import { languages } from './render.ts';
import type { NotificationWorld } from './routes.ts';
import { storeOf } from './store.ts';

/** Addresses that mail carries. */
export const linkRoutes = (world: NotificationWorld): Route[] => [
  ...unsubscribeRoutes('notification', (token) => meant(world, token)),
  bounceRoute('notification', storeOf(world), world.key),
];

async function meant({ key, database }: NotificationWorld, token: string): Promise<Unsubscription> {
  const [employeeId, name] = opened(key, 'unsubscribe', token) ?? [];
  const kind = kinds.find((one) => one === name && !isFixed(one));
  if (employeeId === undefined || kind === undefined) return { locale: 'uk', words: languages.uk, mail: null };
  const rows = database.db.selectFrom('people').select('locale').where('employee_id', '=', employeeId);
  const locale = localeOf((await rows.executeTakeFirst())?.locale ?? null);
  const words: Messages = languages[locale];
  const values = { kind: words.kinds[kind] };
  const off = { kind, channel: 'mail', wanted: false } as const;
  return {
    locale,
    words,
    mail: {
      question: filled(words.unsubscribeQuestion, values),
      done: filled(words.unsubscribed, values),
      end: () => database.transaction((trx) => choose(trx, employeeId, off)),
    },
  };
}
