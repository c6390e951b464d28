import { join } from 'node:path';
import { amount, secret, serviceUrl } from '#lib/config.ts';
import { bounceRoute } from '../common/mail/bounces.ts';
import { domainOf, letterheadOf, linkKey, linkSecret, mailSettings } from '../common/mail/letterhead.ts';
import type { MailStore } from '../common/mail/queue.ts';
import { sender } from '../common/mail/sender.ts';
import { smtp } from '../common/mail/smtp.ts';
import { profilePatterns } from '../common/people/replica.ts';
import type { ServiceDefinition, World } from '../common/service.ts';
import { rightsFrom } from './api.ts';
import type { Inputs } from './build.ts';
import { letterOf, type Mail } from './letter.ts';
import { migrations } from './migrations.ts';
import { hear } from './replica.ts';
import { previewRoutes } from './routes/previews.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';
import { scheduler } from './scheduler.ts';
import { storeOf } from './store.ts';
import type { ReportContext } from './subscriptions.ts';
import type { ReportTables } from './tables.ts';

const own = {
  ...mailSettings,
  AUTH_URL: serviceUrl('auth', 8101),
  API_URL: serviceUrl('the API', 8080),
  SERVICE_SECRET: secret('What auth knows services by: 32 letters or more; unset: nothing is read for anybody.'),
  REPORTS_SECRET: linkSecret,
  REPORTS_LEASE_SECONDS: amount(180, 'Seconds that a report belongs to the process that sends it.'),
  REPORTS_POLL_SECONDS: amount(5, 'Seconds between two looks for what is due.'),
} as const;

type Settings = typeof own;

export interface ReportsWorld extends ReportContext, Inputs {
  readonly store: MailStore;
  /** Of signed links. */
  readonly key: Buffer;
}

/** Everything that the reports service answers. */
export const reportRoutes = (world: ReportsWorld) => [
  ...subscriptionRoutes(world),
  ...previewRoutes(world),
  ...unsubscribeRoutes(world),
  bounceRoute('reports', world.store, world.key),
];

/** Reports of leave by mail and on the page, to the clock, once each. */
export const reportsService: ServiceDefinition<ReportTables, Settings> = {
  name: 'reports',
  port: 8107,
  migrations,
  settings: own,
  build({ database, config, clock, log, source }: World<ReportTables, Settings>) {
    const key = linkKey(config.REPORTS_SECRET, join(config.LEAVELINE_DATA, 'reports', 'links.key'));
    const letterhead = letterheadOf(config, key);
    const rightOf = rightsFrom(config.AUTH_URL, config.SERVICE_SECRET);
    const sources: Inputs = { clock, origin: letterhead.origin, apiUrl: config.API_URL, rightOf };
    const store = storeOf({ database, clock, source });
    const post = sender({
      ...store,
      log,
      deliver: smtp(config.SMTP_URL),
      leaseMs: config.REPORTS_LEASE_SECONDS * 1000,
      letterOf: (mail: Mail) => letterOf({ database, ...letterhead, ...sources }, mail),
    });
    const place = { database, clock, domain: domainOf(config.MAIL_FROM), queued: () => post.wake() };
    const clockwork = scheduler({ ...place, log, pollMs: config.REPORTS_POLL_SECONDS * 1000 });
    return {
      routes: reportRoutes({ ...place, ...sources, store, key }),
      subscription: {
        patterns: profilePatterns,
        handle: ({ event }, trx) => hear(trx, event),
      },
      parts: [post, clockwork],
    };
  },
};
