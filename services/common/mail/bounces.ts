import { z } from 'zod';
import { notFound } from '#lib/http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { opened } from './links.ts';
import { giveUp, type MailStore } from './queue.ts';

/** What a mail server's delivery report says, posted by the program that takes mail for the bounce address. */
export const bounceRoute = (service: string, store: MailStore, key: Buffer): Route =>
  route({
    method: 'POST',
    path: `/api/${service}/bounces`,
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
      const [seq] = opened(key, 'bounce', given) ?? [];
      const mails = store.database.db
        .selectFrom('mails')
        .selectAll()
        .where('seq', '=', Number(seq ?? 0));
      const mail = await mails.executeTakeFirst();
      if (!mail) throw notFound('No mail was sent from this address.');
      if (!body.status.startsWith('5.')) return;
      const detail = `${body.status} ${body.diagnostic}`.slice(0, 500);
      await giveUp(store, mail, { reason: 'bounced', detail }, mail.address ?? undefined);
    },
  });
