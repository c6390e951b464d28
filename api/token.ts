import { decodeJwt } from 'jose';
import type { Context } from 'koa';

/** When the token of a request that was let in expires, epoch ms. */
export const expiryOf = (context: Context): number =>
  (decodeJwt(context.get('authorization').replace(/^Bearer +/i, '')).exp ?? 0) * 1000;
