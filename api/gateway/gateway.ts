import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Context, Middleware } from 'koa';
import type { RequestState } from '#lib/http/app.ts';
import type { TrustedProxies } from '#lib/http/clientAddress.ts';
import { Problem } from '#lib/http/problem.ts';
import { serviceAway, serviceBroke, serviceLate } from '../problem.ts';
import { endToEnd, headersFor } from './headers.ts';
import { checkServicePath, type ServiceName, type ServiceUrls, serviceOf, writtenPath } from './targets.ts';

export interface GatewayOptions {
  readonly services: ServiceUrls;
  /** Proxies before us, whose word about the client is passed on; default nobody. */
  readonly trusted?: TrustedProxies;
  /** How long a service may take until it begins to answer, ms. */
  readonly patienceMs?: number;
}

/**
 * Hands requests below the services' paths on to them, and their answers back, byte by byte as they come; all else goes
 * to the next.
 */
export function gateway({ services, trusted = () => false, patienceMs = 60_000 }: GatewayOptions): Middleware {
  return async (context, next) => {
    const path = writtenPath(context.req.url ?? '');
    const service = serviceOf(path);
    if (service === null) return next();
    context._matchedRoute = `/api/${service}/*`;
    checkServicePath(path);
    const way = { service, url: new URL(services[service]), trusted, patienceMs };
    const answer = await ask(context, way).catch((error: unknown) => unlessGone(context, error));
    if (answer) pass(context, answer);
  };
}

interface Way {
  readonly service: ServiceName;
  readonly url: URL;
  readonly trusted: TrustedProxies;
  readonly patienceMs: number;
}

/**
 * Sends the request on; resolves when the head of the answer is there. A client that goes away takes the service’s
 * request with it; what is left of a body after the answer is read and dropped. Connections are not kept: one that the
 * service closes just now would lose a request that must not be sent twice.
 */
const ask = ({ req, res, state }: Context, { service, url, trusted, patienceMs }: Way): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const headers = { ...headersFor(req, state as RequestState, trusted), ...openEnd };
    const options = { method: req.method, path: req.url, headers, agent: false };
    const asked = send({ hostname: hostOf(url), port: url.port, ...options });
    const late = setTimeout(() => asked.destroy(serviceLate(service)), patienceMs);
    asked.once('response', resolve);
    asked.on('error', (error) => reject(problemOf(service, error)));
    asked.once('close', () => clearTimeout(late));
    asked.once('response', () => clearTimeout(late));
    res.once('close', () => {
      asked.destroy();
      req.unpipe(asked).resume();
    });
    if (bodyFollows(req)) req.pipe(asked);
    else asked.end();
  });

/**
 * A service that refuses before it has read the body leaves the connection open until it is read: closed at once, the
 * refusal would be lost.
 */
const openEnd = { connection: 'keep-alive' };

/** Node takes IPv6 addresses without the brackets that they have in a URL. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

const bodyFollows = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Answers with what the service answers. One that breaks off in the middle breaks off ours, so that nobody takes a part
 * for the whole.
 */
function pass(context: Context, answer: IncomingMessage): void {
  answer.once('error', () => context.res.destroy());
  context.body = answer;
  context.remove('content-type');
  context.status = answer.statusCode ?? 502;
  context.set(endToEnd(answer));
  if (answer.headers['content-type']?.startsWith('text/event-stream')) context.flushHeaders();
}

/** nginx's word for a client that did not wait. */
const clientGone = 499;

function unlessGone(context: Context, error: unknown): null {
  if (!context.res.destroyed) throw error;
  context.status = clientGone;
  return null;
}

const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

function problemOf(service: ServiceName, error: Error & { readonly code?: string }): Problem {
  if (error instanceof Problem) return error;
  return unreachable.has(error.code ?? '') ? serviceAway(service, error) : serviceBroke(service, error);
}
