import { failureOf } from '#lib/deadLetter.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { withTimeout } from '#lib/timing.ts';
import { type Command, help } from './command.ts';
import { asLines, asTable, asWhole, summaryOf, totals } from './print.ts';
import { placeText, readLetters } from './read.ts';
import { destinationOf, type ReplayOptions, replayLetter } from './replay.ts';

export interface Terminal {
  write(text: string): void;
  /** undefined: no terminal, but a file or a program. */
  readonly columns: number | undefined;
}

const replayMs = 60_000;

/** Does what was asked. Resolves to the exit code: 1 when a letter is missing or could not be replayed. */
export async function runCommand(
  command: Command,
  kafka: Kafka,
  replaying: () => ReplayOptions,
  out: Terminal,
): Promise<number> {
  switch (command.do) {
    case 'help':
      out.write(help);
      return 0;
    case 'list':
      return list(command, kafka, out);
    case 'show':
      return show(command, kafka, out);
    case 'replay':
      return replayAll(command, kafka, replaying, out);
  }
}

/** The newest of them, oldest first. */
async function list(command: Extract<Command, { do: 'list' }>, kafka: Kafka, out: Terminal): Promise<number> {
  const found: ReturnType<typeof summaryOf>[] = [];
  await readLetters(kafka, command, (letter) => found.push(summaryOf(letter)));
  found.sort((one, other) => (one.written < other.written ? -1 : 1));
  const shown = found.slice(-command.limit);
  out.write(out.columns === undefined ? asLines(shown) : asTable(shown, out.columns));
  if (out.columns !== undefined && shown.length < found.length)
    out.write(`The newest ${shown.length} of ${totals(found)}\n`);
  return 0;
}

async function show({ at }: Extract<Command, { do: 'show' }>, kafka: Kafka, out: Terminal): Promise<number> {
  let letter: KafkaRecord | undefined;
  await readLetters(kafka, { at }, (each) => {
    letter = each;
  });
  out.write(letter ? asWhole(letter) : `There is no dead letter at ${placeText(at)}.\n`);
  return letter ? 0 : 1;
}

async function replayAll(
  command: Extract<Command, { do: 'replay' }>,
  kafka: Kafka,
  replaying: () => ReplayOptions,
  out: Terminal,
): Promise<number> {
  const letters: KafkaRecord[] = [];
  await readLetters(kafka, command, (letter) =>
    letters.push({ ...letter, value: letter.value && Buffer.from(letter.value) }),
  );
  if (letters.length === 0) {
    out.write('There is no such dead letter.\n');
    return 1;
  }
  const options = command.dryRun ? undefined : replaying();
  let failures = 0;
  for (const letter of letters) {
    const fault = options && (await attempt(letter, options));
    if (fault) failures++;
    const what = fault
      ? `not replayed: ${fault}`
      : `${options ? 'replayed' : 'would be replayed'} to ${destinationOf(letter)}`;
    out.write(`${placeText(letter)}  ${failureOf(letter.headers).reason}  ${what}\n`);
  }
  await options?.publisher.stop();
  await options?.outlet.close();
  return failures === 0 ? 0 : 1;
}

/** undefined when it was replayed; else why not. */
const attempt = (letter: KafkaRecord, options: ReplayOptions): Promise<string | undefined> =>
  withTimeout(replayLetter(letter, options), replayMs, 'RabbitMQ').then(
    () => undefined,
    (error: Error) => error.message,
  );
