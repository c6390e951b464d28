import type { KnownLetters, LettersView } from '#api/deadLetters/follower.ts';
import { deadLetterRoutes } from '#api/deadLetters/routes.ts';
import type { World } from '#api/world.ts';
import { Ledger } from '#deadLetters/ledger.ts';
import { letterOf } from '#deadLetters/letter.ts';
import { operationRecord } from '#deadLetters/operations.ts';
import type { RouteNote } from '#deadLetters/routeNotes.ts';
import { deadLetterOf } from '#lib/deadLetter.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { message } from '#schemas/reader/testing/message.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { type TestApp, testApp } from '#services/common/testing/app.ts';

const begin = Date.UTC(2026, 6, 1, 9);
const hourMs = 3_600_000;

function ofIngress(at: number, reason: string, source: string, detail = ''): KafkaRecord {
  const body = JSON.stringify({ specversion: '1.0', source, type: 'user.registered', data: { email: 'a@b.example' } });
  const letter = letterOf(
    message(body, { queue: 'leaveline.events' }),
    { reason, detail },
    { bridge: 'b', partitions: 1 },
  );
  const { key, value, headers = {} } = letter;
  const place = { topic: deadLetterTopic, partition: 0, offset: BigInt(at), timestamp: begin + at * hourMs };
  return { ...place, key: key ?? '', value, headers };
}

function ofSinks(at: number): KafkaRecord {
  const place = { partition: 0, offset: BigInt(at), timestamp: begin + at * hourMs };
  const record = {
    topic: 'hr.logins',
    ...place,
    key: 'k',
    value: Buffer.from([0xff, 0]),
    headers: { ce_source: '/auth' },
  };
  const failure = { reason: 'unknown_schema', detail: 'schema 9 is not known' };
  return { ...place, topic: deadLetterTopic, ...deadLetterOf(record, failure, 'sinks') };
}

/** The letters of a bad week: 60 of one publisher, some others, one of the sinks. */
export const weekOfLetters = (): KafkaRecord[] => [
  ...Array.from({ length: 60 }, (_, at) => ofIngress(at, 'no_person', '/old-hr', 'employeeId is missing')),
  ofIngress(60, 'malformed_json', '/payroll'),
  ofIngress(61, 'from_the_future', '/payroll', '2027-01-01T00:00:00.000Z is more than five minutes ahead'),
  ofSinks(62),
];

/** The API's routes of dead letters over letters in memory; what is replayed is noted by its name. */
export class LetterDesk implements LettersView {
  readonly #records: readonly KafkaRecord[];
  readonly #ledger = new Ledger();
  readonly replayed: string[] = [];
  stopped: RouteNote[] = [];

  constructor(records: readonly KafkaRecord[]) {
    this.#records = records;
    this.#ledger.takeLetters(records);
  }

  app(): Promise<TestApp> {
    return testApp(deadLetterRoutes({ letters: this } as Pick<World, 'letters'> as World));
  }

  known(): KnownLetters {
    return { entries: this.#ledger.entries(), unseen: {}, leftOut: 0, stopped: this.stopped, rabbit: true };
  }

  async read({ spot }: Parameters<LettersView['read']>[0]): Promise<KafkaRecord | undefined> {
    return this.#records.find(({ partition, offset }) => spot === `${partition}/${offset}`);
  }

  async decide(...[entries, decision, told]: Parameters<LettersView['decide']>): Promise<void> {
    for (const entry of entries) {
      this.#ledger.takeOperations([operationRecord(entry, decision, begin)]);
      if (decision.act === 'replay') this.replayed.push(entry.place);
      told(entry, null);
    }
  }

  async resume({ route }: Parameters<LettersView['resume']>[0]): Promise<void> {
    this.stopped = this.stopped.filter((note) => note.route !== route);
  }
}
