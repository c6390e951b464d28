import { type Command, help } from './command.ts';
import { decide } from './decide.ts';
import { type Desk, type InQueues, lookInQueues, readLedger, readLetter, withRabbit } from './desk.ts';
import { type Entry, isWanted, newestFirst } from './ledger.ts';
import { asLines, asTable, asWhole, moment, totals } from './print.ts';
import { destinationOf } from './replay.ts';
import { resumeRoute } from './resume.ts';

export interface Terminal {
  write(text: string): void;
  /** undefined: no terminal, but a file or a program. */
  readonly columns: number | undefined;
}

/**
 * Does what was asked. Resolves to the exit code: 1 when a letter is missing, or something could not be done or looked
 * at.
 */
export function runCommand(command: Command, desk: Desk, out: Terminal): Promise<number> | number {
  switch (command.do) {
    case 'help':
      out.write(help);
      return 0;
    case 'list':
      return list(command, desk, out);
    case 'show':
      return show(command, desk, out);
    case 'resume':
      return resume(command, desk, out);
    default:
      return decideAll(command, desk, out);
  }
}

interface Looked {
  readonly entries: readonly Entry[];
  /** Sentences on routes that stand and on what was not looked at. */
  readonly unseen: readonly string[];
}

async function lookAtAll(desk: Desk): Promise<Looked> {
  const { ledger, stopped } = await readLedger(desk);
  const looking = withRabbit(desk, (connection) => lookInQueues(desk, connection));
  const inQueues = await looking.catch((error: Error): InQueues & { away: string } => ({
    letters: [],
    unseen: {},
    away: `RabbitMQ cannot be reached, so what lies there is not listed: ${error.message}`,
  }));
  const behind = Object.entries(inQueues.unseen).map(
    ([queue, count]) => `${count} more in ${queue} are behind those; they come into sight when those are gone.`,
  );
  const older = ledger.leftOut > 0 ? [`${ledger.leftOut} older ones in Kafka are not listed.`] : [];
  const routes = stopped.list().map(({ route, at, why }) => `Route ${route} is stopped since ${moment(at)}: ${why}`);
  const unseen = [...routes, ...('away' in inQueues ? [inQueues.away] : []), ...behind, ...older];
  return { entries: ledger.entries(inQueues.letters), unseen };
}

/** The newest of them, oldest first. */
async function list({ wanted, limit }: Extract<Command, { do: 'list' }>, desk: Desk, out: Terminal): Promise<number> {
  const { entries, unseen } = await lookAtAll(desk);
  const found = entries.filter((entry) => isWanted(entry, wanted)).sort(newestFirst);
  const shown = found.slice(0, limit).reverse();
  if (found.length === 0) out.write(wanted.state === 'open' ? 'No open dead letters.\n' : 'No dead letters.\n');
  else if (out.columns === undefined) out.write(asLines(shown));
  else out.write(`${asTable(shown, out.columns)}\n${totals(found)}\n`);
  const older = shown.at(0)?.at;
  if (shown.length < found.length && out.columns !== undefined)
    out.write(
      `These are the newest ${shown.length}${older ? `; before them: --until ${new Date(older).toISOString()}` : ''}\n`,
    );
  for (const sentence of unseen) out.write(`${sentence}\n`);
  return unseen.some((sentence) => sentence.startsWith('RabbitMQ')) ? 1 : 0;
}

async function show({ place }: Extract<Command, { do: 'show' }>, desk: Desk, out: Terminal): Promise<number> {
  const { entries } = await lookAtAll(desk);
  const entry = entries.find((each) => each.place === place);
  const letter = entry && (await readLetter(desk, entry));
  out.write(entry && letter ? asWhole(entry, letter) : `There is no dead letter ${place}.\n`);
  return letter ? 0 : 1;
}

async function resume({ route, by, why }: Extract<Command, { do: 'resume' }>, { kafka }: Desk, out: Terminal) {
  await resumeRoute(kafka, { route, by, why });
  out.write(`${route} goes on as soon as ingress hears of it.\n`);
  return 0;
}

type Deciding = Exclude<Command, { do: 'list' | 'show' | 'resume' | 'help' }>;

const done = { replay: 'replayed', close: 'closed', reopen: 'opened again' } as const;

async function decideAll(command: Deciding, desk: Desk, out: Terminal): Promise<number> {
  const { do: act, wanted, by, why, dryRun } = command;
  const { entries, unseen } = await lookAtAll(desk);
  const state = wanted.place === undefined ? (act === 'reopen' ? 'closed' : 'open') : undefined;
  const meant = entries.filter((entry) => isWanted(entry, { ...wanted, state })).sort(newestFirst);
  for (const sentence of unseen) out.write(`${sentence}\n`);
  if (meant.length === 0) {
    out.write('There is no such dead letter.\n');
    return 1;
  }
  let faults = 0;
  function told(entry: Entry, fault: string | null) {
    if (fault !== null) faults++;
    const to = act === 'replay' ? ` to ${destinationOf(entry)}` : '';
    const what = fault === null ? `${dryRun ? 'would be ' : ''}${done[act]}${to}` : `not ${done[act]}: ${fault}`;
    out.write(`${entry.place}  ${entry.reason}  ${what}\n`);
  }
  if (dryRun) for (const entry of meant) told(entry, null);
  else await decide(desk, meant.reverse(), { act, by, why }, told);
  return faults === 0 ? 0 : 1;
}
