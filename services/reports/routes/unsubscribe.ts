import type { Route } from '../../common/http/route.ts';
import { opened } from '../../common/mail/links.ts';
import { unsubscribeRoutes as routesOf, type Unsubscription } from '../../common/mail/unsubscribe.ts';
import { filled } from '../../common/mail/words.ts';
import { intlOf } from '../intl.ts';
import { type ReportContext, switchOff } from '../subscriptions.ts';

type LinkContext = Pick<ReportContext, 'database'> & { readonly key: Buffer };

/** The address that each report carries. */
export const unsubscribeRoutes = (desk: LinkContext): Route[] => routesOf('reports', (token) => meant(desk, token));

async function meant({ key, database }: LinkContext, token: string): Promise<Unsubscription> {
  const [id = ''] = opened(key, 'report', token) ?? [];
  const rows = database.db.selectFrom('subscriptions').selectAll().where('subscription_id', '=', id);
  const row = await rows.executeTakeFirst();
  if (!row) return { locale: 'uk', words: intlOf('uk').messages, mail: null };
  const { messages } = intlOf(row.locale);
  const values = { title: messages.title[row.span] };
  return {
    locale: row.locale,
    words: messages,
    mail: {
      question: filled(messages.unsubscribeQuestion, values),
      done: filled(messages.unsubscribed, values),
      end: () => switchOff({ database }, id),
    },
  };
}
