import { parseArgs } from 'node:util';
import { ConfigError } from '#lib/config.ts';
import { type Place, placeOf } from './read.ts';

/** What the command line asks for. */
export type Command =
  | {
      readonly do: 'list';
      readonly reason?: string | undefined;
      readonly since?: number | undefined;
      readonly limit: number;
    }
  | { readonly do: 'show'; readonly at: Place }
  | {
      readonly do: 'replay';
      readonly at?: Place | undefined;
      readonly reason?: string | undefined;
      readonly since?: number | undefined;
      readonly dryRun: boolean;
    }
  | { readonly do: 'help' };

export const help = `Messages that could not be used, kept in the topic hr.dead-letters.

  npm run dead-letters -- list [--reason R] [--since 2h|2026-11-01] [--limit 50]
  npm run dead-letters -- show 3/17                   everything, personal data included
  npm run dead-letters -- replay 3/17                 back to where it came from
  npm run dead-letters -- replay --reason R [--since …] [--dry-run]

3/17 is a letter's place: its partition and its offset.
`;

/** Reads the arguments; `now` in epoch ms. ConfigError, one sentence, for what cannot be understood. */
export function commandOf(args: readonly string[], now: number): Command {
  const { values, positionals } = parsed(args);
  const [what = 'list', where, ...rest] = positionals;
  if (values.help || what === 'help') return { do: 'help' };
  if (rest.length > 0) throw new ConfigError(`One place at a time, please: ${rest.join(' ')} is too much.`);
  const at = where === undefined ? undefined : place(where);
  const since = values.since === undefined ? undefined : sinceOf(values.since, now);
  if (what === 'list' && at === undefined)
    return { do: 'list', reason: values.reason, since, limit: limitOf(values.limit) };
  if (what === 'show' && at) return { do: 'show', at };
  if (what === 'show') throw new ConfigError('Which one? For example: show 3/17');
  if (what !== 'replay') throw new ConfigError(`There is no such command: ${positionals.join(' ')}.\n\n${help}`);
  if (!at && values.reason === undefined)
    throw new ConfigError('Which ones? For example: replay 3/17, or replay --reason unknown_type');
  return { do: 'replay', at, reason: values.reason, since, dryRun: values['dry-run'] ?? false };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reason: { type: 'string' },
        since: { type: 'string' },
        limit: { type: 'string', default: '50' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n\n${help}`);
  }
}

function place(text: string): Place {
  const at = placeOf(text);
  if (!at) throw new ConfigError(`${text} is no place such as 3/17 (partition/offset).`);
  return at;
}

function limitOf(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new ConfigError(`--limit ${text}: a number from 1 to 9999999 is needed.`);
  return Number(text);
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `2h`, `3d` back from now, or a date or instant in UTC. */
function sinceOf(text: string, now: number): number {
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const since = amount && unit ? now - Number(amount) * (unitMs[unit] ?? 0) : Date.parse(text);
  if (Number.isNaN(since)) throw new ConfigError(`--since ${text}: write 30m, 2h, 3d or a date such as 2026-11-01.`);
  return since;
}
