import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { settings } from '#lib/config.ts';
import type { ServiceDefinition, World } from '../common/service.ts';
import { addressOf } from './letter.ts';
import { linkRoutes } from './linkRoutes.ts';
import { live } from './live.ts';
import { migrations } from './migrations.ts';
import { patterns, takeEvent } from './notify.ts';
import { centreRoutes, type NotificationWorld } from './routes.ts';
import { sender } from './sender.ts';
import { smtp } from './smtp.ts';
import type { NotificationTables } from './tables.ts';

const own = {
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder for local data.'),
  COMPANY_TIME_ZONE: settings.COMPANY_TIME_ZONE,
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'no address of a mail server')
    .default('smtp://localhost:1025')
    .describe('An address such as smtp://user:password@host:587.'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[\w.-]+>?$/, 'no sender')
    .default('Leaveline <leaveline@localhost>')
    .describe('The sender, such as Leaveline <leave@example.org>.'),
  PUBLIC_URL: z
    .url()
    .default('http://localhost:8080')
    .describe('Where people open the page, such as https://leave.example.org.'),
  NOTIFICATION_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('Signs links in mail: 32 letters or more; default: a file in LEAVELINE_DATA.'),
  NOTIFICATION_NEWS_HOURS: z.coerce.number().positive().default(48).describe('Hours after which an event is no news.'),
  NOTIFICATION_LEASE_SECONDS: z.coerce
    .number()
    .positive()
    .default(180)
    .describe('Seconds that a mail belongs to the process that sends it.'),
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
    const zone = config.COMPANY_TIME_ZONE;
    const key = keyOf(config.NOTIFICATION_SECRET, join(config.LEAVELINE_DATA, 'notification', 'links.key'));
    const centre = live(database, log);
    const letterhead = { from: config.MAIL_FROM, origin: config.PUBLIC_URL.replace(/\/+$/, ''), zone, key };
    const leaseMs = config.NOTIFICATION_LEASE_SECONDS * 1000;
    const post = sender({ database, clock, log, source, deliver: smtp(config.SMTP_URL), leaseMs, ...letterhead });
    const domain = addressOf(config.MAIL_FROM).split('@')[1] ?? 'localhost';
    const newsMs = config.NOTIFICATION_NEWS_HOURS * 3_600_000;
    const told = () => {
      post.wake();
      centre.wake();
    };
    return {
      routes: notificationRoutes({ database, clock, source, zone, key, live: centre }),
      subscription: {
        patterns,
        handle: async ({ event }, trx) => {
          if (event) await takeEvent(trx, event, { now: clock.now(), newsMs, domain, told });
        },
      },
      parts: [centre, post],
    };
  },
};

/** The key of signed links; one of our own making is kept, readable by its owner alone. */
function keyOf(secret: string | undefined, file: string): Buffer {
  if (secret !== undefined) return Buffer.from(secret);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
  }
  return readFileSync(file);
}
