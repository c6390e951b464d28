import { badRequest, notFound } from '#lib/http/problem.ts';
import { jwksPath } from '#schemas/access/tokens.ts';

/** The services behind the common origin; each answers below `/api/<name>`. */
export const serviceNames = ['auth', 'user', 'vacation', 'notification', 'audit', 'calendar', 'reports'] as const;

export type ServiceName = (typeof serviceNames)[number];
export type ServiceUrls = Readonly<Record<ServiceName, string>>;

/** What services ask of each other, with a secret; nobody comes here through the common origin. */
const betweenServices = new Set(['/api/auth/service-tokens']);

/**
 * The path of a request target as it was written. 400 for another form than the path's, such as `GET http://host/` or
 * `OPTIONS *`.
 */
export function writtenPath(target: string): string {
  if (!target.startsWith('/')) throw badTarget(target, 'not a path');
  return target.split(/[?#]/, 1)[0] ?? '';
}

/** The service whose path this is, by its letters as they are; null: ours. */
export function serviceOf(path: string): ServiceName | null {
  if (path === jwksPath) return 'auth';
  const [, name] = /^\/api\/([a-z]+)(?:\/|$)/.exec(path) ?? [];
  return serviceNames.find((service) => service === name) ?? null;
}

/** 400 for a path that another program could read as a path elsewhere; 404 for what is not for the outside. */
export function checkServicePath(path: string): void {
  const decoded = decode(path);
  if (decoded.split(/[\\/]/).some((segment) => segment === '.' || segment === '..'))
    throw badTarget(path, 'leads elsewhere by . or ..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u001f\u007f\\]/.test(decoded)) throw badTarget(path, 'holds a control character or a backslash');
  if (betweenServices.has(decoded.toLowerCase().replace(/\/+$/, ''))) throw notFound();
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badTarget(path, 'not percent-encoded UTF-8');
  }
}

const badTarget = (value: string, message: string) =>
  badRequest([{ field: '(address)', value, message }], 'bad_target');
