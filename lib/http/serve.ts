import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../config.ts';

/** A server that answers. */
export interface Listening {
  readonly port: number;
  /** Takes nothing new, lets what is under way end, and cuts what has not ended after two seconds. */
  stop(): Promise<void>;
}

const patienceMs = 2_000;

/** Who sends a request more slowly than this is cut off (408); headers of more than 16 KiB are refused (431). */
const standardLimits: ServerOptions = { requestTimeout: 30_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 };

/**
 * Listens on this machine alone, unless `LISTEN` names another address; 0 is any free port. ConfigError when the port
 * is taken; `variable` is the setting that chooses another.
 */
export async function listen(
  port: number,
  handle: RequestListener,
  variable: string,
  limits: ServerOptions = {},
): Promise<Listening> {
  const server = createServer({ ...standardLimits, ...limits }, handle);
  server.listen(port, process.env.LISTEN ?? '127.0.0.1');
  await once(server, 'listening').catch((error) => Promise.reject(portError(port, variable, error)));
  return { port: (server.address() as AddressInfo).port, stop: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearTimeout(cut);
}

const portError = (port: number, variable: string, error: NodeJS.ErrnoException): Error =>
  error.code === 'EADDRINUSE'
    ? new ConfigError(`Port ${port} is taken by another program. Stop it, or set ${variable} to a free one.`)
    : error;
