import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { type IsOurName, ourNames } from './ourNames.ts';

/**
 * Why a request comes from a page of elsewhere; null when it does not. For local servers that no page of ours asks: a
 * Host that is not ours is a name that somebody pointed at this machine, and browsers say by Origin or Sec-Fetch-Site
 * when another page asks, be it one of another port. `hasPages`: a link to one may be followed from anywhere.
 */
export function foreignness(headers: IncomingHttpHeaders, isOurName: IsOurName, hasPages = false): string | null {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  if (!isOurName(host)) return `the name ${JSON.stringify(host)} is none of ours`;
  if (origin !== undefined && origin !== `http://${host}`) return `pages of ${origin} are not answered`;
  if (site === 'none' || site === 'same-origin' || (hasPages && isFollowed(headers))) return null;
  return 'pages of elsewhere are not answered';
}

const isFollowed = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

/**
 * The same handler for whoever is not a page of elsewhere. Origins are those of this machine, of `PUBLIC_URL` and of
 * `ALLOWED_HOSTS`, any port. So are Hosts, unless `LISTEN` opens the server to a network that has names of its own.
 */
export function onlyOurs(handle: RequestListener, env: NodeJS.ProcessEnv = process.env): RequestListener {
  const isOurName = ourNames([hostOf(env.PUBLIC_URL ?? ''), ...(env.ALLOWED_HOSTS ?? '').split(',')]);
  const isOpen = env.LISTEN !== undefined;
  return (request, response) => {
    const { host = '', origin } = request.headers;
    if (!isOpen && !isOurName(host)) return void response.writeHead(421).end('Not under this name.\n');
    if (!isOurOrigin(origin, isOurName)) return void response.writeHead(403).end('Not for pages of elsewhere.\n');
    return handle(request, response);
  };
}

/** Whether there is none, or it is a page under a name of ours. */
export const isOurOrigin = (origin: string | undefined, isOurName: IsOurName): boolean =>
  origin === undefined || isOurName(hostOf(origin));

/** Of an address, with its port; of what is none, a name that nobody has. */
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');
