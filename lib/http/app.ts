import Koa from 'koa';
import type { Log } from '../log.ts';
import type { TrustedProxies } from './clientAddress.ts';
import type { Trace } from './trace.ts';

export interface AppOptions {
  readonly log: Log;
  /** Part of the metric's name: `leaveline_<name>_request_seconds`. */
  readonly name: string;
  readonly trusted?: TrustedProxies;
}

/** What the outermost layer knows of each request (`context.state`). */
export interface RequestState extends Trace {
  readonly ip: string;
}

/** An application without routes: request ids, traceparent, security headers, times, and a problem document for whatever goes wrong. */
export function createApp(_options: AppOptions): Koa {
  const app = new Koa<RequestState>();
  app.silent = true;
  throw new Error('not built yet');
}
