import { z } from 'zod';
import { type Reply, reply } from '#lib/http/routes.ts';
import type { Locale } from '#schemas/access/people.ts';
import { type Route, routes } from '../http/route.ts';
import { escaped } from './html.ts';

/** What a link in mail is for. */
export interface Unsubscription {
  readonly locale: Locale;
  readonly words: { readonly unsubscribe: string; readonly badLink: string };
  /** null: the link is none of ours, or no longer. */
  readonly mail: {
    readonly question: string;
    readonly done: string;
    /** No more mail of this kind. */
    readonly end: () => Promise<unknown>;
  } | null;
}

/**
 * The addresses that mail carries; the signature in them is the right to use them. Following the link changes nothing,
 * since mail scanners follow links too: it shows a button. RFC 8058: one POST, without a sign-in, from a mail program
 * or from that page.
 */
export function unsubscribeRoutes(service: string, read: (token: string) => Promise<Unsubscription>): Route[] {
  const anyone = routes(`/api/${service}`, 'anyone');
  const params = z.object({ token: z.string().max(1000) });
  return [
    anyone.get('/unsubscribe/:token', {
      summary: 'Asks whether such mail is to end.',
      params,
      answer: 'text/html',
      handle: async ({ params }) => pageOf(await read(params.token), 'question'),
    }),
    anyone.post('/unsubscribe/:token', {
      summary: 'No more such mail (List-Unsubscribe=One-Click).',
      params,
      form: 'application/x-www-form-urlencoded',
      body: z.object({ 'List-Unsubscribe': z.literal('One-Click') }),
      answer: 'text/html',
      handle: async ({ params }) => {
        const found = await read(params.token);
        await found.mail?.end();
        return pageOf(found, 'done');
      },
    }),
  ];
}

function pageOf({ locale, words, mail }: Unsubscription, what: 'question' | 'done'): Reply {
  const form = `<form method="post"><button name="List-Unsubscribe" value="One-Click">${words.unsubscribe}</button></form>`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Leaveline</title>`;
  const text = escaped(mail?.[what] ?? words.badLink);
  const asks = mail !== null && what === 'question';
  const body = `<!doctype html><html lang="${locale}"><head>${head}</head><body><main><p>${text}</p>${asks ? form : ''}</main></body></html>`;
  return reply({ status: mail === null ? 404 : 200, type: 'text/html; charset=utf-8', body });
}
