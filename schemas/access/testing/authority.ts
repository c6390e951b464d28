import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwksPath } from '../tokens.ts';
import { type TestIssuer, testIssuer } from './tokens.ts';

/** What stands at AUTH_URL in tests: an issuer whose keys are published on a free port. */
export interface TestAuthority extends TestIssuer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Publishes new keys over HTTP, as auth does. */
export async function startAuthority(): Promise<TestAuthority> {
  const issuer = await testIssuer();
  const server = createServer((request, response) => {
    response.statusCode = request.url === jwksPath ? 200 : 404;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.jwks));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...issuer,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
