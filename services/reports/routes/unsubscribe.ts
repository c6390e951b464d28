import { z } from 'zod';
import { type Reply, reply } from '#lib/http/routes.ts';
import { type Route, routes } from '../../common/http/route.ts';
import { escaped } from '../../common/mail/html.ts';
import { opened } from '../../common/mail/links.ts';
import { languageOf, speechOf } from '../speech.ts';
import { type Place, switchOff } from '../subscriptions.ts';
import type { SubscriptionsTable } from '../tables.ts';

const anyone = routes('/api/reports', 'anyone');

type Desk = Pick<Place, 'database'> & { readonly key: Buffer };

const params = z.object({ token: z.string().max(1000) });

/** The address that each report carries; the signature in it is the right to use it. */
export const unsubscribeRoutes = (desk: Desk): Route[] => [
  anyone.get('/unsubscribe/:token', {
    summary:
      'Asks whether this report is to end: following the link changes nothing, since mail scanners follow links too.',
    params,
    answer: 'text/html',
    handle: async ({ params }) => page(await meant(desk, params.token), 'unsubscribeQuestion'),
  }),
  anyone.post('/unsubscribe/:token', {
    summary: 'No more mail with this report (List-Unsubscribe=One-Click, RFC 8058).',
    params,
    form: 'application/x-www-form-urlencoded',
    body: z.object({ 'List-Unsubscribe': z.literal('One-Click') }),
    answer: 'text/html',
    handle: async ({ params }) => {
      const row = await meant(desk, params.token);
      return page(row && (await switchOff(desk, row.subscription_id)), 'unsubscribed');
    },
  }),
];

async function meant({ key, database }: Desk, token: string): Promise<SubscriptionsTable | null> {
  const [id] = opened(key, 'report', token) ?? [];
  if (id === undefined) return null;
  const rows = database.db.selectFrom('subscriptions').selectAll().where('subscription_id', '=', id);
  return (await rows.executeTakeFirst()) ?? null;
}

function page(row: SubscriptionsTable | null, name: 'unsubscribeQuestion' | 'unsubscribed'): Reply {
  const { language, messages, filled } = speechOf(languageOf(row?.locale ?? null));
  const said = row === null ? messages.badLink : filled(messages[name], { title: messages.title[row.span] });
  const button = `<form method="post"><button name="List-Unsubscribe" value="One-Click">${messages.unsubscribe}</button></form>`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Leaveline</title>`;
  const asks = row !== null && name === 'unsubscribeQuestion';
  const body = `<!doctype html><html lang="${language}"><head>${head}</head><body><main><p>${escaped(said)}</p>${asks ? button : ''}</main></body></html>`;
  return reply({ status: row === null ? 404 : 200, type: 'text/html; charset=utf-8', body });
}
