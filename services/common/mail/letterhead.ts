import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { secret, settings } from '#lib/config.ts';
import { signed } from './links.ts';

/** What all mail of a service has in common. */
export interface Letterhead {
  /** `Leaveline <leave@example.org>` */
  readonly from: string;
  /** Origin of the page, without a slash at the end. */
  readonly origin: string;
  /** The company's time zone. */
  readonly zone: string;
  /** Of signed links. */
  readonly key: Buffer;
}

/** The settings of a service that sends mail. */
export const mailSettings = {
  LEAVELINE_DATA: settings.LEAVELINE_DATA,
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
  PUBLIC_URL: settings.PUBLIC_URL,
} as const;

export const linkSecret = secret('Signs links in mail: 32 letters or more; default: a file in LEAVELINE_DATA.');

/** The letterhead of these settings. */
export const letterheadOf = (
  config: { readonly MAIL_FROM: string; readonly PUBLIC_URL: string; readonly COMPANY_TIME_ZONE: string },
  key: Buffer,
): Letterhead => ({
  from: config.MAIL_FROM,
  origin: config.PUBLIC_URL.replace(/\/+$/, ''),
  zone: config.COMPANY_TIME_ZONE,
  key,
});

/** The key of signed links; one of our own making is kept in a file, readable by its owner alone. */
export function linkKey(secret: string | undefined, file: string): Buffer {
  if (secret !== undefined) return Buffer.from(secret);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
  }
  return readFileSync(file);
}

/** The bare address of `Name <address>`. */
export const addressOf = (from: string): string => (/<([^<>]+)>\s*$/.exec(from)?.[1] ?? from).trim();

/** `example.org` of `Name <leave@example.org>`: what message ids end with. */
export const domainOf = (from: string): string => addressOf(from).split('@')[1] ?? 'localhost';

/** `leave+<token>@example.org`, so that a bounce names its mail. */
export function bounceAddress({ from, key }: Letterhead, seq: number): string {
  const [local = '', domain = ''] = addressOf(from).split('@');
  return `${local}+${signed(key, 'bounce', [String(seq)])}@${domain}`;
}
