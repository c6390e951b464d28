import { createHash, randomUUID } from 'node:crypto';
import type { RequestEvent } from '#domain/request.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { afterCommit } from '../common/database/database.ts';
import { fresh } from '../common/mail/tables.ts';
import { hear, isErasure, isReplicaEvent, profilePatterns } from '../common/people/replica.ts';
import { hasLeft } from '../common/people/tree.ts';
import { accountNotice, isAccountEvent, isNewDevice } from './accountRules.ts';
import { templates } from './kinds.ts';
import { isWanted } from './preferences.ts';
import {
  forget,
  hrPeople,
  learnRequest,
  learnRoles,
  managerOf,
  type NotificationTransaction,
  personOf,
} from './replica.ts';
import { type Notice, requestNotices } from './requestRules.ts';

export interface NotifyOptions {
  /** Epoch ms. */
  readonly now: number;
  /** What happened longer ago is not told any more: a history that is read late is no news. */
  readonly newsMs: number;
  /** Of outgoing mail: `leave.example.org`. */
  readonly domain: string;
  /** Called after the commit when somebody is told something. */
  readonly told: () => void;
}

/** What the service subscribes to. */
export const patterns = [...profilePatterns, 'vacation.request.#', 'auth.#'] as const;

/**
 * The whole effect of one event, in the inbox's transaction: 1. the replica learns from it; 2. it is held while its
 * person is unknown;
 * 3. each notice becomes a row of the notification centre and a row of outgoing mail. A crash before the commit leaves
 * none of it.
 */
export async function takeEvent(trx: NotificationTransaction, event: AnyEvent, options: NotifyOptions): Promise<void> {
  if (event.type.startsWith('user.')) return takePerson(trx, event, options);
  if (event.employeeId === null) return;
  if ((await personOf(trx, event.employeeId))?.known !== 1) return hold(trx, event, event.employeeId);
  const notices = await noticesOf(trx, event, event.employeeId);
  if (event.occurredAt < options.now - options.newsMs) return;
  for (const notice of notices) await tell(trx, event, notice, options);
  if (notices.length > 0) afterCommit(trx, options.told);
}

async function noticesOf(
  trx: NotificationTransaction,
  event: AnyEvent,
  employeeId: string,
): Promise<readonly Notice[]> {
  if (event.type === 'auth.roles.changed') await learnRoles(trx, event as Parameters<typeof learnRoles>[1]);
  if (isAccountEvent(event)) {
    if (event.type === 'auth.login.succeeded' && !(await isNewDevice(trx, employeeId, event))) return [];
    return [accountNotice(event, employeeId)];
  }
  if (!event.type.startsWith('vacation.request.')) return [];
  const request = await learnRequest(trx, event as RequestEvent);
  if (!request) return [];
  const managerId = await managerOf(trx, employeeId);
  const directId = (await personOf(trx, employeeId))?.manager_id ?? null;
  return requestNotices(event as RequestEvent, { request, managerId, directId, hr: await hrPeople(trx) });
}

async function takePerson(trx: NotificationTransaction, event: AnyEvent, options: NotifyOptions): Promise<void> {
  if (!isReplicaEvent(event)) return;
  const { isNew } = await hear(trx, event, { first: { bounced: null, roles: '[]' } });
  if (isErasure(event)) await forget(trx, event.employeeId);
  else if (isNew) await releaseHeld(trx, event.employeeId, options);
}

async function hold(trx: NotificationTransaction, event: AnyEvent, employee_id: string): Promise<void> {
  const row = { event_id: event.eventId, employee_id, event: JSON.stringify(event) };
  await trx.insertInto('held_events').values(row).execute();
}

async function releaseHeld(trx: NotificationTransaction, employeeId: string, options: NotifyOptions): Promise<void> {
  const held = trx.selectFrom('held_events').select('event').where('employee_id', '=', employeeId).orderBy('seq');
  for (const { event } of await held.execute()) await takeEvent(trx, JSON.parse(event) as AnyEvent, options);
  await trx.deleteFrom('held_events').where('employee_id', '=', employeeId).execute();
}

async function tell(
  trx: NotificationTransaction,
  event: AnyEvent,
  notice: Notice,
  options: NotifyOptions,
): Promise<void> {
  const { to: employee_id, template } = notice;
  if (await hasLeft(trx, employee_id)) return;
  const kind = templates[template];
  const row = {
    event_id: event.eventId,
    employee_id,
    kind,
    template,
    params: JSON.stringify(notice.params),
  };
  if (await isWanted(trx, employee_id, kind, 'page'))
    await trx
      .insertInto('notices')
      .values({ id: randomUUID(), ...row, created_at: options.now, read_at: null })
      .execute();
  await trx
    .insertInto('mails')
    .values({ ...row, ...fresh(options.now), message_id: messageId(event, employee_id, options.domain) })
    .execute();
}

/** The same for the same event and person, whoever computes it and however often. */
function messageId({ eventId, mark }: AnyEvent, employeeId: string, domain: string): string {
  const name = [eventId, ...(mark ? [mark] : []), employeeId].join('/');
  return `<${createHash('sha256').update(name).digest('hex').slice(0, 40)}@${domain}>`;
}
