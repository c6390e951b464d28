import { PassThrough } from 'node:stream';
import type { Context } from 'koa';
import { Places } from '#lib/http/fairShare.ts';
import { reply } from '#lib/http/routes.ts';
import type { Live } from './live.ts';
import { forRows, type Route } from './route.ts';
import { onlyGroups, seesGroupsOnly } from './scope.ts';
import { expiryOf } from './token.ts';

const summary =
  'Server-sent events: `hello` {version, timeZone} at the start and after a gap: read anew; `change` {tables, at} when rows of these tables became ' +
  'visible, at most five a second; `stale` {since} while changes cannot be heard of. It ends when the token does.';

/** Pages that one person follows at the same time. */
const mostStreams = 10;

/** Who sees groups only, frozen at midnight, is not told of changes. */
export function liveRoute(live: Live): Route {
  const places = new Places(mostStreams);
  return forRows.get('/live', {
    summary,
    answer: 'text/event-stream',
    handle: ({ context, person }) => {
      if (seesGroupsOnly(person)) throw onlyGroups();
      const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
      return reply({
        type: 'text/event-stream; charset=utf-8',
        headers,
        body: follow(context, live, places.take(person.employeeId)),
      });
    },
  });
}

/** A stream that lives as long as its connection, and no longer than the token. */
function follow(context: Context, live: Live, ended: () => void): PassThrough {
  const stream = new PassThrough();
  context.res.once('close', ended);
  if (context.method === 'HEAD') return stream;
  context.req.socket.setNoDelay(true);
  const leave = live.join(stream);
  const over = setTimeout(() => {
    leave();
    stream.end();
  }, expiryOf(context) - Date.now());
  context.res.once('close', () => {
    clearTimeout(over);
    leave();
  });
  return stream;
}
