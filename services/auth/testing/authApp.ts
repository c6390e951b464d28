import { pino } from 'pino';
import { manualClock } from '#lib/clock.ts';
import { trustedProxies } from '#lib/http/clientAddress.ts';
import { listen } from '#lib/http/serve.ts';
import { httpOf } from '../../common/http/app.ts';
import { sendDue } from '../../common/mail/sender.ts';
import type { Delivery, Outgoing } from '../../common/mail/smtp.ts';
import { type databases, type TestDatabase, testDatabase } from '../../common/testing/databases.ts';
import type { AuthWorld } from '../act.ts';
import { nobodyKnows } from '../breaches.ts';
import { keysOf } from '../keys.ts';
import { mailQueue } from '../mailJobs.ts';
import { migrations } from '../migrations.ts';
import { authRoutes } from '../routes.ts';
import { verifyLive } from '../service.ts';
import type { AuthTables } from '../tables.ts';
import { vaultOf } from '../vault.ts';

/** The auth service without a broker: its routes over HTTP, its database, its mails and its log. */
export interface AuthApp {
  readonly world: AuthWorld;
  readonly database: TestDatabase<AuthTables>;
  readonly clock: ReturnType<typeof manualClock>;
  readonly mails: Outgoing[];
  readonly address: string;
  /** Everything that was logged. */
  log(): string;
  /** Sends the mails that were asked for. */
  deliver(): Promise<void>;
  /** What is in the outbox, in order. */
  events(): Promise<readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]>;
  stop(): Promise<void>;
}

export type AuthOptions = Partial<Pick<AuthWorld, 'publicUrl' | 'secondFactor' | 'breaches'>>;

async function sendInto(mails: Outgoing[], world: AuthWorld): Promise<void> {
  const deliver = async (mail: Outgoing): Promise<Delivery> => {
    mails.push(mail);
    return { kind: 'sent', bytes: 0 };
  };
  const queue = mailQueue(world, { from: 'Leaveline <leaveline@localhost>', deliver });
  while ((await sendDue(queue)) > 0);
}

async function publishedIn({ db }: TestDatabase<AuthTables>) {
  const rows = await db.selectFrom('outbox').select('payload').orderBy('seq').execute();
  return rows.map(({ payload }) => JSON.parse(payload));
}

/** Starts it on a fresh database of a kind. */
export async function authApp(kind: (typeof databases)[number], options: AuthOptions = {}): Promise<AuthApp> {
  const database = await testDatabase<AuthTables>(kind, migrations);
  const clock = manualClock(Date.now());
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const world = worldOf({ database, clock, log }, options);
  await world.keys.tend();
  const mails: Outgoing[] = [];
  const verify = verifyLive(world);
  const trusted = trustedProxies('127.0.0.1,::1');
  const app = httpOf({
    name: 'auth',
    version: '0',
    routes: authRoutes(world),
    verify,
    log,
    ready: () => null,
    trusted,
  });
  const server = await listen(0, app.callback(), 'TEST_PORT');
  return {
    world,
    database,
    clock,
    mails,
    address: `http://127.0.0.1:${server.port}`,
    log: () => lines.join(''),
    deliver: () => sendInto(mails, world),
    events: () => publishedIn(database),
    stop: async () => {
      await server.stop();
      await database.drop();
    },
  };
}

function worldOf(parts: Pick<AuthWorld, 'database' | 'clock' | 'log'>, options: AuthOptions): AuthWorld {
  const vault = vaultOf('a secret of the tests, long enough to be one');
  return {
    ...parts,
    source: '/auth',
    vault,
    keys: keysOf(parts.database, vault, parts.clock),
    publicUrl: 'http://localhost:8080',
    mayRegister: () => true,
    secondFactor: 'optional',
    breaches: nobodyKnows,
    admins: ['boss@company.example'],
    serviceSecret: 'what services of the tests show, long',
    ...options,
  };
}
