import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed link says: a purpose and values, none of them secret. */
type Values = readonly string[];

/** Signs values for one purpose; no link of one purpose holds for another. */
export function signed(key: Buffer, purpose: string, values: Values): string {
  const body = Buffer.from(JSON.stringify(values)).toString('base64url');
  return `${body}.${macOf(key, purpose, body)}`;
}

/** The values of a link, or null when it is not one of ours. */
export function opened(key: Buffer, purpose: string, token: string): Values | null {
  const [body = '', mac = ''] = token.split('.');
  const [given, right] = [Buffer.from(mac), Buffer.from(macOf(key, purpose, body))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Values;
}

/** 128 bits. */
const macOf = (key: Buffer, purpose: string, body: string): string =>
  createHmac('sha256', key).update(`${purpose}\n${body}`).digest('base64url').slice(0, 22);
