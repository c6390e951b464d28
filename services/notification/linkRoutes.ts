import { z } from 'zod';
import { type Reply, reply } from '#lib/http/routes.ts';
import { type Route, routes } from '../common/http/route.ts';
import { bounceRoute } from '../common/mail/bounces.ts';
import { escaped } from '../common/mail/html.ts';
import { opened } from '../common/mail/links.ts';
import { isFixed, type Kind, kinds } from './kinds.ts';
import type { Messages } from './messages/messages.ts';
import { choose } from './preferences.ts';
import { filled, type Language, languageOf, languages } from './render.ts';
import type { NotificationWorld } from './routes.ts';
import { storeOf } from './store.ts';

const anyone = routes('/api/notification', 'anyone');

const token = z.object({ token: z.string().max(1000) });

/** Addresses that mail carries; the signature in them is the right to use them. */
export const linkRoutes = (world: NotificationWorld): Route[] => [
  askRoute(world),
  unsubscribeRoute(world),
  bounceRoute('notification', storeOf(world), world.key),
];

/** Following the link changes nothing, since mail scanners follow links too: it shows a button. */
const askRoute = (world: NotificationWorld): Route =>
  anyone.get('/unsubscribe/:token', {
    summary: 'Asks whether mail of this kind is to end.',
    params: token,
    answer: 'text/html',
    handle: async ({ params }) => {
      const { kind, language } = await meant(world, params.token);
      if (kind === null) return page(language, 'badLink', '', 404);
      return page(language, 'unsubscribeQuestion', kind, 200, true);
    },
  });

/** RFC 8058: one POST, without a sign-in, from a mail program or from the page above. */
const unsubscribeRoute = (world: NotificationWorld): Route =>
  anyone.post('/unsubscribe/:token', {
    summary: 'No more mail of this kind (List-Unsubscribe=One-Click).',
    params: token,
    form: 'application/x-www-form-urlencoded',
    body: z.object({ 'List-Unsubscribe': z.literal('One-Click') }),
    answer: 'text/html',
    handle: async ({ params }) => {
      const { kind, employeeId, language } = await meant(world, params.token);
      if (kind === null) return page(language, 'badLink', '', 404);
      await world.database.transaction((trx) => choose(trx, employeeId, { kind, channel: 'mail', wanted: false }));
      return page(language, 'unsubscribed', kind);
    },
  });

type Meant =
  | { readonly kind: Kind; readonly employeeId: string; readonly language: Language }
  | { readonly kind: null; readonly employeeId: ''; readonly language: Language };

async function meant({ key, database }: NotificationWorld, text: string): Promise<Meant> {
  const [employeeId, name] = opened(key, 'unsubscribe', text) ?? [];
  const kind = kinds.find((one) => one === name && !isFixed(one));
  if (employeeId === undefined || kind === undefined) return { kind: null, employeeId: '', language: 'uk' };
  const rows = database.db.selectFrom('people').select('locale').where('employee_id', '=', employeeId);
  return { kind, employeeId, language: languageOf((await rows.executeTakeFirst())?.locale ?? null) };
}

function page(
  language: Language,
  name: 'unsubscribeQuestion' | 'unsubscribed' | 'badLink',
  kind: Kind | '',
  status = 200,
  button = false,
): Reply {
  const messages: Messages = languages[language];
  const text = escaped(filled(messages[name], { kind: kind === '' ? '' : messages.kinds[kind] }));
  const form = `<form method="post"><button name="List-Unsubscribe" value="One-Click">${messages.unsubscribe}</button></form>`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Leaveline</title>`;
  const body = `<!doctype html><html lang="${language}"><head>${head}</head><body><main><p>${text}</p>${button ? form : ''}</main></body></html>`;
  return reply({ status, type: 'text/html; charset=utf-8', headers: { 'cache-control': 'no-store' }, body });
}
