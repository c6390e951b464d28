import { trustedProxies } from '#lib/http/clientAddress.ts';
import { listen } from '#lib/http/serve.ts';
import { type Log, silentLog } from '#lib/log.ts';
import { type Someone, type TestIssuer, testIssuer } from '#schemas/access/testing/tokens.ts';
import { httpOf } from '../http/app.ts';
import type { Route } from '../http/route.ts';

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export interface AskOptions {
  readonly as?: Someone;
  readonly token?: string;
  /** Sent as JSON, unless it is a text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApp {
  readonly address: string;
  /** `ask('POST', '/api/…', { as: { employeeId: '7' }, body: {…} })`; without `as` nobody is signed in. */
  ask(method: string, path: string, options?: AskOptions): Promise<Got>;
  stop(): Promise<void>;
}

/**
 * These routes behind a real HTTP server on a free port, with tokens of a test issuer: one of its own, or one that
 * several share.
 */
export async function testApp(routes: readonly Route[], log: Log = silentLog, shared?: TestIssuer): Promise<TestApp> {
  const issuer = shared ?? (await testIssuer());
  const trusted = trustedProxies('127.0.0.1,::1');
  const app = httpOf({ name: 'test', version: '0', routes, verify: issuer.verify, log, ready: () => null, trusted });
  const server = await listen(0, app.callback(), 'TEST_PORT');
  const address = `http://127.0.0.1:${server.port}`;
  return { address, ask: askAt(address, issuer), stop: () => server.stop() };
}

/** Asks a service that runs at `address`, and takes tokens of `issuer`. */
export const askAt =
  (address: string, issuer: TestIssuer): TestApp['ask'] =>
  async (method, path, { as, token, body, headers = {} } = {}) => {
    const bearer = token ?? (as && (await issuer.tokenFor(as)));
    const plain = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && !plain && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: plain ? body : JSON.stringify(body) }),
    });
    return got(response);
  };

async function got(response: Response): Promise<Got> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : null };
}
