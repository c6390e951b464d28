import type { IncomingHttpHeaders } from 'node:http';
import type { IsOurName } from './ourNames.ts';

/**
 * Why a request comes from a page of elsewhere; null when it does not. For servers that no page of ours asks: a Host
 * that is not ours is a name that somebody pointed at this machine, and browsers say by Origin or Sec-Fetch-Site when
 * another page asks, be it one of another port.
 */
export function foreignness(headers: IncomingHttpHeaders, isOurName: IsOurName): string | null {
  const { host = '', origin } = headers;
  const site = headers['sec-fetch-site'] ?? 'none';
  if (!isOurName(host)) return `the name ${JSON.stringify(host)} is none of ours`;
  if (origin !== undefined && origin !== `http://${host}`) return `pages of ${origin} are not answered`;
  if (site !== 'none' && site !== 'same-origin') return 'pages of elsewhere are not answered';
  return null;
}
