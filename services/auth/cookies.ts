import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { forbidden } from '#lib/http/problem.ts';
import type { AuthWorld } from './act.ts';

/** Holds the refresh token; scripts cannot read it, other sites cannot send it, and it goes to auth alone. */
const refreshCookie = 'leaveline_refresh';
/** Holds the CSRF token, for the page to read and send as `x-csrf-token`. */
const csrfCookie = 'leaveline_csrf';

/** Holds what makes this browser a known one of who signed in with it; it signs nobody in. */
const deviceCookie = 'leaveline_device';
/** How long a browser is known after the last sign-in. */
export const deviceMs = 365 * 86_400_000;

const isTls = ({ publicUrl }: Pick<AuthWorld, 'publicUrl'>): boolean => publicUrl.startsWith('https:');

/**
 * Over TLS the names say what browsers then hold a cookie to: set by TLS, and (`__Host-`, path `/`) for this host
 * alone.
 */
const securePrefix = '__Secure-';
const refreshName = (world: AuthWorld): string => `${isTls(world) ? securePrefix : ''}${refreshCookie}`;
const csrfName = (world: AuthWorld): string => `${isTls(world) ? '__Host-' : ''}${csrfCookie}`;

const attributes = (world: AuthWorld, path: string): string =>
  `Path=${path}; SameSite=Strict${isTls(world) ? '; Secure' : ''}`;

/** The CSRF token of a session: who cannot read our cookies cannot make one. */
const csrfOf = ({ vault }: Pick<AuthWorld, 'vault'>, sessionId: string): string => vault.mac('csrf', sessionId);

/** Gives the client the cookies of a session, until `endsAt`. */
export function give(
  world: AuthWorld,
  context: Context,
  session: { id: string; refreshToken: string; endsAt: number },
) {
  const seconds = Math.max(0, Math.floor((session.endsAt - world.clock.now()) / 1000));
  const csrf = csrfOf(world, session.id);
  context.set('set-cookie', [
    `${refreshName(world)}=${session.refreshToken}; HttpOnly; Max-Age=${seconds}; ${attributes(world, '/api/auth')}`,
    `${csrfName(world)}=${csrf}; Max-Age=${seconds}; ${attributes(world, '/')}`,
  ]);
  return csrf;
}

/** Gives the client the cookie of a known device. */
export function giveDevice(world: AuthWorld, context: Context, device: string): void {
  const name = `${isTls(world) ? securePrefix : ''}${deviceCookie}`;
  const line = `${name}=${device}; HttpOnly; Max-Age=${deviceMs / 1000}; ${attributes(world, '/api/auth')}`;
  context.append('set-cookie', line);
}

/** What the cookie of the device says; empty without one. */
export const deviceOf = ({ cookies }: Context): string =>
  cookies.get(`${securePrefix}${deviceCookie}`) ?? cookies.get(deviceCookie) ?? '';

export function takeBack(world: AuthWorld, context: Context): void {
  context.set('set-cookie', [
    `${refreshName(world)}=; HttpOnly; Max-Age=0; ${attributes(world, '/api/auth')}`,
    `${csrfName(world)}=; Max-Age=0; ${attributes(world, '/')}`,
  ]);
}

/** The refresh token that came; undefined where none did. */
export const refreshTokenOf = (world: AuthWorld, context: Context): string | undefined =>
  context.cookies.get(refreshName(world));

/** Whether a browser says that another site's page asks; what is no browser says nothing. */
function isForeign({ publicUrl }: AuthWorld, context: Context): boolean {
  const site = context.get('sec-fetch-site');
  if (site !== '') return site !== 'same-origin' && site !== 'none';
  const origin = context.get('origin');
  return origin !== '' && origin !== new URL(publicUrl).origin;
}

/** Whether the page that we served asks: the header that only it can set, and no word of another site. */
export function isOurPage(world: AuthWorld, context: Context, sessionId: string): boolean {
  if (isForeign(world, context)) return false;
  const expected = Buffer.from(csrfOf(world, sessionId));
  const given = Buffer.from(context.get('x-csrf-token'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const noCsrf = () => forbidden('The x-csrf-token header is missing or is not that of this session.', 'csrf');
