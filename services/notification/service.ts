import { join } from 'node:path';
import { amount } from '#lib/config.ts';
import { domainOf, letterheadOf, linkKey, linkSecret, mailSettings } from '../common/mail/letterhead.ts';
import { sender } from '../common/mail/sender.ts';
import { smtp } from '../common/mail/smtp.ts';
import type { ServiceDefinition, World } from '../common/service.ts';
import { letterOf, type Mail } from './letter.ts';
import { linkRoutes } from './linkRoutes.ts';
import { live } from './live.ts';
import { migrations } from './migrations.ts';
import { patterns, takeEvent } from './notify.ts';
import { centreRoutes, type NotificationWorld } from './routes.ts';
import { storeOf } from './store.ts';
import type { NotificationTables } from './tables.ts';

const own = {
  ...mailSettings,
  NOTIFICATION_SECRET: linkSecret,
  NOTIFICATION_NEWS_HOURS: amount(48, 'Hours after which an event is no news.'),
  NOTIFICATION_LEASE_SECONDS: amount(180, 'Seconds that a mail belongs to the process that sends it.'),
};

type Settings = typeof own;

/** Everything that the notification service answers. */
export const notificationRoutes = (world: NotificationWorld) => [...centreRoutes(world), ...linkRoutes(world)];

export const notificationService: ServiceDefinition<NotificationTables, Settings> = {
  name: 'notification',
  port: 8104,
  migrations,
  settings: own,
  build({ database, config, clock, log, source }: World<NotificationTables, Settings>) {
    const key = linkKey(config.NOTIFICATION_SECRET, join(config.LEAVELINE_DATA, 'notification', 'links.key'));
    const letterhead = letterheadOf(config, key);
    const centre = live(database, log);
    const leaseMs = config.NOTIFICATION_LEASE_SECONDS * 1000;
    const letters = { letterOf: (mail: Mail) => letterOf({ database, ...letterhead }, mail) };
    const place = { database, clock, source };
    const post = sender({ ...storeOf(place), ...letters, log, deliver: smtp(config.SMTP_URL), leaseMs });
    const domain = domainOf(config.MAIL_FROM);
    const newsMs = config.NOTIFICATION_NEWS_HOURS * 3_600_000;
    const told = () => {
      post.wake();
      centre.wake();
    };
    return {
      routes: notificationRoutes({ ...place, ...letterhead, live: centre }),
      subscription: {
        patterns,
        handle: ({ event }, trx) => takeEvent(trx, event, { now: clock.now(), newsMs, domain, told }),
      },
      parts: [centre, post],
    };
  },
};
