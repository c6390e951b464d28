import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { ConfigError } from '#lib/config.ts';
import { type State, states, type Wanted } from './ledger.ts';
import { type Act, acts } from './operations.ts';
import { isPlace } from './place.ts';

/** What the command line asks for. */
export type Command =
  | { readonly do: 'list'; readonly wanted: Wanted; readonly limit: number }
  | { readonly do: 'show'; readonly place: string }
  | {
      readonly do: Act;
      readonly wanted: Wanted;
      readonly why: string;
      readonly by: string;
      readonly dryRun: boolean;
    }
  | { readonly do: 'resume'; readonly route: string; readonly why: string; readonly by: string }
  | { readonly do: 'help' };

export const help = `Messages that nobody could use: of ingress, streams and sinks (the topic hr.dead-letters), of the services (their
queues leaveline.<service>.dead), and of RabbitMQ itself (leaveline.parking).

  npm run dead-letters -- list [filters] [--limit 50]           the newest that are open; --state closed, replayed or all
  npm run dead-letters -- show 3/17                             everything, personal data included
  npm run dead-letters -- replay 3/17                           back to where it came from
  npm run dead-letters -- replay --reason R [filters]
  npm run dead-letters -- close 3/17 --because "test data"      it is not to be tried again
  npm run dead-letters -- close --publisher P [filters] --because "…"
  npm run dead-letters -- reopen 3/17                           takes a closing back
  npm run dead-letters -- resume hr.events                      a route that was stopped by too many of them goes on

Filters: --stage ingress  --reason unknown_type  --publisher /vacations  --queue leaveline.events
         --since 2h  --until 2026-11-01
3/17 is the name of a letter, vacation/3f2a90c4d1e6 that of one in RabbitMQ. --dry-run says what would be done, --by NAME who decides
(the account of this machine). Decisions are kept for 400 days in the topic hr.operations. Docs: docs/operations.md
`;

type Values = ReturnType<typeof parsed>['values'];

/** Reads the arguments; `now` in epoch ms. ConfigError, one sentence, for what cannot be understood. */
export function commandOf(args: readonly string[], now: number): Command {
  const { values, positionals } = parsed(args);
  const [what = 'list', place, ...rest] = positionals;
  if (values.help || what === 'help') return { do: 'help' };
  if (rest.length > 0) throw new ConfigError(`One letter at a time, please: ${rest.join(' ')} is too much.`);
  if (what === 'resume') return resume(values, place);
  if (place !== undefined && !isPlace(place))
    throw new ConfigError(`${place} is no name of a letter such as 3/17 or vacation/3f2a90c4d1e6.`);
  if (what === 'list' && place === undefined) return list(values, now);
  if (what === 'show' && place !== undefined) return { do: 'show', place };
  if (what === 'show') throw new ConfigError('Which one? For example: show 3/17');
  const act = acts.find((each) => each === what);
  if (!act) throw new ConfigError(`There is no such command: ${positionals.join(' ')}.\n\n${help}`);
  return decision(act, values, { ...wantedOf(values, now), place });
}

function list(values: Values, now: number): Command {
  const state = stateOf(values.state ?? 'open');
  return { do: 'list', wanted: { ...wantedOf(values, now), state }, limit: limitOf(values.limit) };
}

function resume(values: Values, route: string | undefined): Command {
  if (route === undefined) throw new ConfigError('Which route? For example: resume hr.events');
  return { do: 'resume', route, why: values.because?.trim() ?? '', by: whoOf(values) };
}

const whoOf = ({ by }: Values): string => by?.trim() || userInfo().username;

function decision(act: Act, values: Values, wanted: Wanted): Command {
  if (Object.values(wanted).every((value) => value === undefined))
    throw new ConfigError(`Which ones? For example: ${act} 3/17, or ${act} --reason unknown_type`);
  const why = values.because?.trim() ?? '';
  if (act === 'close' && !why) throw new ConfigError('Why? For example: close 3/17 --because "test data"');
  return { do: act, wanted, why: why.slice(0, 500), by: whoOf(values), dryRun: values['dry-run'] ?? false };
}

const word = { type: 'string' } as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stage: word,
        reason: word,
        publisher: word,
        queue: word,
        since: word,
        until: word,
        state: word,
        because: word,
        by: word,
        limit: { type: 'string', default: '50' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n\n${help}`);
  }
}

const wantedOf = ({ stage, reason, publisher, queue, since, until }: Values, now: number): Wanted => ({
  stage,
  reason,
  publisher,
  queue,
  since: since === undefined ? undefined : instantOf('--since', since, now),
  until: until === undefined ? undefined : instantOf('--until', until, now),
});

/** undefined: all of them. */
function stateOf(text: string): State | undefined {
  const state = states.find((each) => each === text);
  if (!state && text !== 'all') throw new ConfigError(`--state ${text}: one of ${states.join(', ')}, all is needed.`);
  return state;
}

const mostListed = 10_000;

function limitOf(text: string): number {
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > mostListed)
    throw new ConfigError(`--limit ${text}: a number from 1 to ${mostListed} is needed.`);
  return limit;
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `2h`, `3d` back from now, or a date or instant in UTC. */
function instantOf(option: string, text: string, now: number): number {
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const instant = amount && unit ? now - Number(amount) * (unitMs[unit] ?? 0) : Date.parse(text);
  if (Number.isNaN(instant))
    throw new ConfigError(`${option} ${text}: write 30m, 2h, 3d or a date such as 2026-11-01.`);
  return instant;
}
