import { z } from 'zod';
import { notFound } from '#lib/http/problem.ts';
import { type Reply, reply } from '#lib/http/routes.ts';
import { type Route, route } from '../common/route.ts';
import { isFixed, type Kind, kinds } from './kinds.ts';
import { opened } from './links.ts';
import { escaped } from './mail.ts';
import { giveUp } from './mailStore.ts';
import type { Messages } from './messages/messages.ts';
import { choose } from './preferences.ts';
import { filled, type Language, languageOf, languages } from './render.ts';
import type { NotificationWorld } from './routes.ts';

const token = z.object({ token: z.string().max(1000) });

/** Addresses that mail carries; the signature in them is the right to use them. */
export const linkRoutes = (world: NotificationWorld): Route[] => [
  askRoute(world),
  unsubscribeRoute(world),
  bounceRoute(world),
];

/** Following the link changes nothing, since mail scanners follow links too: it shows a button. */
const askRoute = (world: NotificationWorld): Route =>
  route({
    method: 'GET',
    path: '/api/notification/unsubscribe/:token',
    summary: 'Asks whether mail of this kind is to end.',
    roles: 'anyone',
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
  route({
    method: 'POST',
    path: '/api/notification/unsubscribe/:token',
    summary: 'No more mail of this kind (List-Unsubscribe=One-Click).',
    roles: 'anyone',
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

/** What a mail server's delivery report says, posted by the program that takes mail for the bounce address. */
const bounceRoute = (world: NotificationWorld): Route =>
  route({
    method: 'POST',
    path: '/api/notification/bounces',
    summary: 'A mail came back: the bounce address it came to, and the status of its delivery report (RFC 3464).',
    roles: 'anyone',
    body: z.strictObject({
      recipient: z.string().max(1000),
      status: z.string().regex(/^[245]\.\d{1,3}\.\d{1,3}$/, 'a status such as 5.1.1'),
      diagnostic: z.string().max(4000).default(''),
    }),
    answer: 'nothing',
    handle: async ({ body }) => {
      const [, given = ''] = /\+([\w.-]+)@/.exec(body.recipient) ?? [];
      const [seq] = opened(world.key, 'bounce', given) ?? [];
      const mails = world.database.db
        .selectFrom('mails')
        .selectAll()
        .where('seq', '=', Number(seq ?? 0));
      const mail = await mails.executeTakeFirst();
      if (!mail) throw notFound('No mail was sent from this address.');
      if (!body.status.startsWith('5.')) return;
      const detail = `${body.status} ${body.diagnostic}`.slice(0, 500);
      await giveUp(world, mail, { reason: 'bounced', detail }, mail.address ?? undefined);
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
