import { bounceAddress, type Letterhead } from '../common/mail/letterhead.ts';
import { signed } from '../common/mail/links.ts';
import type { Claimed } from '../common/mail/queue.ts';
import type { Letter } from '../common/mail/sender.ts';
import type { Attachment, Outgoing } from '../common/mail/smtp.ts';
import { NoRight } from './api.ts';
import { type Built, bookOf, build, type Inputs, pageFor, workbookName, workbookType } from './build.ts';
import { htmlOf } from './html.ts';
import { pngOf } from './picture.ts';
import type { DeliveriesTable, ReportDatabase, SubscriptionsTable } from './tables.ts';
import { textOf } from './text.ts';

/** A row of this service's mail. */
export type Mail = Claimed & Pick<DeliveriesTable, 'subscription_id' | 'scheduled_at' | 'by_hand'>;

type LetterContext = Letterhead & Inputs & { readonly database: ReportDatabase };

const skipped = (reason: string): Letter => ({ kind: 'dropped', state: 'skipped', reason });

/** The mail of a run: as of its slot, with address, subscription and rights as they are now. */
export async function letterOf(desk: LetterContext, mail: Mail): Promise<Letter> {
  const { db } = desk.database;
  const byId = db.selectFrom('subscriptions').selectAll().where('subscription_id', '=', mail.subscription_id);
  const subscription = await byId.executeTakeFirst();
  if (!subscription || (subscription.enabled === 0 && mail.by_hand === 0)) return skipped('off');
  const person = await db
    .selectFrom('people')
    .select(['email', 'bounced'])
    .where('employee_id', '=', mail.employee_id)
    .executeTakeFirst();
  if (!person?.email) return { kind: 'no_address', final: false };
  if (person.bounced === person.email) return { kind: 'bounced' };
  try {
    const built = await build(desk, subscription, mail.scheduled_at);
    if (built.report.isEmpty && subscription.skip_empty === 1 && mail.by_hand === 0) return skipped('empty');
    return { kind: 'letter', outgoing: await compose(desk, mail, { subscription, built, to: person.email }) };
  } catch (error) {
    if (error instanceof NoRight) return skipped('no_right');
    throw error;
  }
}

interface Content {
  readonly subscription: SubscriptionsTable;
  readonly built: Built;
  readonly to: string;
}

async function compose(desk: LetterContext, mail: Mail, { subscription, built, to }: Content): Promise<Outgoing> {
  const { origin, key, from, clock } = desk;
  const unsubscribe = `${origin}/api/reports/unsubscribe/${signed(key, 'report', [subscription.subscription_id])}`;
  const page = pageFor(subscription, built, { origin, at: clock.now(), unsubscribe });
  const domain = mail.message_id.slice(1, -1);
  const cidOf = ({ name }: { readonly name: string }) => `${name}.${domain}`;
  const pictures = page.charts.map((chart) => ({
    filename: `${chart.name}.png`,
    contentType: 'image/png',
    content: pngOf(chart),
    cid: cidOf(chart),
  }));
  const files: Attachment[] =
    subscription.workbook === 0
      ? []
      : [
          {
            filename: workbookName(subscription, built),
            contentType: workbookType,
            content: await bookOf(built, subscription.zone),
          },
        ];
  return {
    messageId: mail.message_id,
    from,
    to,
    envelopeFrom: bounceAddress(desk, mail.seq),
    unsubscribe,
    subject: page.subject,
    text: textOf(page),
    html: htmlOf(page, (chart) => `cid:${cidOf(chart)}`),
    language: page.language,
    attachments: [...pictures, ...files],
  };
}
