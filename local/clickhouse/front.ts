import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseForeign, userOf } from './admit.ts';
import type { Engine } from './engine.ts';
import { execute, type Result } from './execute.ts';
import { type Plan, planRequest } from './plan.ts';
import { problemOf } from './problem.ts';
import { type QueryRequest, readRequest } from './request.ts';
import { contentType, sendPieces, sendProblem, sendWhole, summaryHeader } from './respond.ts';
import { type Borrowed, sessionsOf } from './sessions.ts';
import { slots } from './slots.ts';
import { openSpool } from './spool.ts';
import { refuseOutside } from './tree.ts';
import type { Passwords, UserName } from './users.ts';

export interface FrontOptions {
  readonly engine: Engine;
  readonly dataDir: string;
  /** 0: any free port. Only the loopback listens. */
  readonly port: number;
  readonly passwords: Passwords;
  /** Statements that may run at one time; each holds a thread of libuv's pool. */
  readonly maxQueries: number;
  /** Largest body of an INSERT, decoded. */
  readonly maxBodyBytes: number;
}

export interface Front {
  readonly port: number;
  /** Stops accepting, lets running requests end, stops what has not ended after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** Requests that are being answered, with what stops each. */
type Running = Map<ServerResponse, () => void>;

/** ClickHouse's HTTP interface over an engine, as far as `@clickhouse/client` uses it. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const sessions = sessionsOf(options.engine);
  const running: Running = new Map();
  const context = {
    ...options,
    sessions,
    running,
    enter: slots(options.maxQueries),
    spool: openSpool(options.dataDir, options.maxBodyBytes),
  };
  const server = createServer({ keepAliveTimeout: 10_000, requestTimeout: 0 }, (request, response) => {
    void answer(context, request, response).catch((error) => sendProblem(response, problemOf(error)));
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async (graceMs = 10_000) => {
      await closeServer(server, running, graceMs);
      sessions.closeAll();
    },
  };
}

async function closeServer(server: Server, running: Running, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => {
    for (const stop of running.values()) stop();
    server.closeAllConnections();
  }, graceMs);
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(late);
  clearInterval(idle);
  while (running.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

type Context = FrontOptions & {
  readonly sessions: ReturnType<typeof sessionsOf>;
  readonly running: Running;
  readonly enter: () => Promise<() => void>;
  readonly spool: ReturnType<typeof openSpool>;
};

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  refuseForeign(request);
  const path = request.url?.split('?')[0];
  if (path === '/ping' || path === '/replicas_status') return void response.end('Ok.\n');
  if (path !== '/') return void response.writeHead(404).end(`There is no handle ${path}\n`);
  const user = await userOf(request, context.passwords);
  const query = await readRequest(request, randomUUID);
  response.setHeader('X-ClickHouse-Query-Id', query.queryId);
  const plan = await planRequest(query, context.engine, context.spool);
  try {
    await runPlan(context, { query, plan, user }, response);
  } catch (error) {
    throw problemOf(error, plan.rows?.file);
  } finally {
    await plan.rows?.[Symbol.asyncDispose]();
  }
}

interface Asked {
  readonly query: QueryRequest;
  readonly plan: Plan;
  readonly user: UserName;
}

/** The order matters: a slot before a session, and both are given back however the statement ends. */
async function runPlan(context: Context, { query, plan, user }: Asked, response: ServerResponse): Promise<void> {
  const leave = await context.enter();
  const tag = randomUUID();
  const watch = plan.readOnly ? killWhenClosed(context.engine, tag, response) : undefined;
  context.running.set(response, () => void context.engine.kill(tag));
  let borrowed: Borrowed | undefined;
  try {
    if (response.destroyed) return;
    await refuseOutside(context.engine, plan.sql, query, user);
    borrowed = await context.sessions.borrow(query, user, tag);
    await send(await execute(borrowed.session, plan, query.whole), query, plan, response);
  } finally {
    watch?.settled();
    await borrowed?.release();
    context.running.delete(response);
    leave();
  }
}

async function send(result: Result, query: QueryRequest, plan: Plan, response: ServerResponse): Promise<void> {
  const tag = randomUUID().replaceAll('-', '').slice(0, 16);
  response.setHeader('Content-Type', contentType(plan.format));
  response.setHeader('X-ClickHouse-Format', plan.format);
  response.setHeader('X-ClickHouse-Timezone', 'UTC');
  response.setHeader('X-ClickHouse-Exception-Tag', tag);
  if (result.kind === 'whole') {
    response.setHeader('X-ClickHouse-Summary', summaryHeader(result.summary));
    return sendWhole(response, result.bytes, query.coding);
  }
  try {
    await sendPieces(response, result.pieces, { coding: query.coding, tag, format: plan.format });
  } finally {
    result.cancel();
  }
}

/** A reader who hangs up stops the query. Asked again until it has ended, for it may not have begun yet. */
function killWhenClosed(engine: Engine, tag: string, response: ServerResponse): { settled(): void } {
  let timer: NodeJS.Timeout | undefined;
  function kill(): void {
    if (response.writableFinished) return;
    void engine.kill(tag).catch(() => {});
    timer = setTimeout(kill, 100);
  }
  response.once('close', kill);
  return {
    settled: () => {
      response.off('close', kill);
      clearTimeout(timer);
    },
  };
}
