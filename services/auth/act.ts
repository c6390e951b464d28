import type { Log } from '#lib/log.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { ServiceContext } from '../common/database/context.ts';
import { locking } from '../common/database/database.ts';
import type { Draft } from '../common/messaging/events.ts';
import { append } from '../common/messaging/outbox.ts';
import type { Breaches } from './breaches.ts';
import type { Keys } from './keys.ts';
import type { SecondFactorRule } from './standing.ts';
import type { AccountRow, AuthTables, Trx } from './tables.ts';
import type { Vault } from './vault.ts';

/** What everything here needs to know. */
export interface AuthWorld extends ServiceContext<AuthTables> {
  readonly log: Log;
  readonly vault: Vault;
  readonly keys: Keys;
  /** Where people open the page; without a slash at the end. */
  readonly publicUrl: string;
  /** Whether somebody may register who is not known to the company by this mail address. */
  readonly mayRegister: (login: string) => boolean;
  /** Mail addresses in lower case whose accounts are made as administrators'. */
  readonly admins: readonly string[];
  /** For whom a second factor is a must. */
  readonly secondFactor: SecondFactorRule;
  /** Whether a new password is known from a breach. */
  readonly breaches: Breaches;
  /** What services show that read for a person; null: none may. */
  readonly serviceSecret: string | null;
}

/** Where a request came from. */
export interface From {
  readonly ip: string;
  readonly userAgent: string;
  /** What the browser's device cookie says; empty without one. */
  readonly device: string;
  readonly traceparent?: string;
}

/** Of what no request asked for. */
export const nowhere: From = { ip: '', userAgent: '', device: '' };

/** What a change needs to know. */
export type ActWorld = ServiceContext<AuthTables>;

/** One change, in one transaction with its events. */
export interface Act {
  readonly trx: Trx;
  /** Epoch ms. */
  readonly now: number;
  readonly from: From;
  publish(events: readonly Draft[]): Promise<readonly AnyEvent[]>;
  /** The account, its row locked. */
  account(by: Partial<Pick<AccountRow, 'employee_id' | 'login'>>): Promise<AccountRow | undefined>;
}

/** Runs `work` in a transaction; it may run again, so nothing but `trx` may be changed by it. */
export function act<T>(world: ActWorld, from: From, work: (act: Act) => Promise<T>): Promise<T> {
  return world.database.transaction((trx) => work(actOf(world, from, trx)));
}

/** The same on an account, its row locked; undefined where there is none. */
export const actOn = <T>(
  world: ActWorld,
  from: From,
  by: Parameters<Act['account']>[0],
  work: (act: Act, account: AccountRow) => Promise<T>,
): Promise<T | undefined> =>
  act(world, from, async (one) => {
    const account = await one.account(by);
    return account && work(one, account);
  });

/** An act within a transaction that is under way. */
export function actOf({ database, clock, source }: ActWorld, from: From, trx: Trx): Act {
  const trace = from.traceparent === undefined ? undefined : { traceparent: from.traceparent };
  return {
    trx,
    now: clock.now(),
    from,
    publish: (events) => append(trx, { source, clock, trace }, events),
    account: ({ employee_id, login }) => {
      const query = trx.selectFrom('accounts').selectAll();
      const found =
        employee_id === undefined
          ? query.where('login', '=', login ?? '')
          : query.where('employee_id', '=', employee_id);
      return locking(database.kind, found).executeTakeFirst();
    },
  };
}

/** What an event of an account begins with. */
export const about = ({ employee_id, login }: Pick<AccountRow, 'employee_id' | 'login'>) => ({
  employeeId: employee_id,
  login,
});

export const aggregateOf = (employeeId: string) => ({ type: 'account', id: employeeId });

export const where = ({ from }: Act) => ({ ip: from.ip, userAgent: from.userAgent });
