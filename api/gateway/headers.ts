import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { plainAddress, type TrustedProxies } from '#lib/http/clientAddress.ts';
import type { Trace } from '#lib/http/trace.ts';

type Headers = Record<string, string | string[]>;

/** Of one connection only (RFC 9110 §7.6.1), and `expect`, which our own server answers. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** What a client says of its own way is believed of trusted proxies only. */
const ofTheWay = /^(forwarded|x-forwarded-.*|x-real-ip|x-request-id|traceparent|host)$/;

/** Headers for the next connection: without those of this one, which `connection` may name too. */
export function endToEnd(message: Pick<IncomingMessage, 'headers' | 'headersDistinct'>): Headers {
  const named = new Set((message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const kept = Object.entries(message.headersDistinct).filter(([name]) => !hopByHop.has(name) && !named.has(name));
  return Object.fromEntries(
    kept.map(([name, values = []]) => [name, values.length === 1 ? String(values[0]) : values]),
  );
}

/** What a service gets of a request: the client's own headers, the way it came, and the trace. */
export function headersFor(request: IncomingMessage, trace: Trace, trusted: TrustedProxies): Headers {
  const own = Object.entries(endToEnd(request)).filter(([name]) => !ofTheWay.test(name));
  const framing = request.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
  return {
    ...Object.fromEntries(own),
    ...framing,
    ...way(request, trusted),
    'x-request-id': trace.requestId,
    traceparent: trace.traceparent,
  };
}

function way({ headers, socket }: IncomingMessage, trusted: TrustedProxies): Headers {
  const from = plainAddress(socket.remoteAddress ?? '');
  const before = trusted(from) ? headers : ({} as IncomingHttpHeaders);
  const one = (name: string, standard: string): string => [before[name] ?? []].flat()[0] ?? standard;
  return {
    'x-forwarded-for': [before['x-forwarded-for'] ?? [], from].flat().join(', '),
    'x-forwarded-proto': one('x-forwarded-proto', 'http'),
    'x-forwarded-host': one('x-forwarded-host', headers.host ?? ''),
  };
}
