import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { notFound, unauthenticated } from '#lib/http/problem.ts';
import { localeOf, type Role, roles } from '#schemas/access/people.ts';
import { serviceSession } from '#schemas/access/tokens.ts';
import dataRead from '#schemas/events/data.read.ts';
import type { Route } from '../../common/http/route.ts';
import { draft } from '../../common/messaging/events.ts';
import { isActive } from '../accounts.ts';
import { type AuthWorld, act, aggregateOf, type From, where } from '../act.ts';
import { serviceToken } from '../answers.ts';
import * as fields from '../fields.ts';
import { check, count, tellStray, use } from '../rates.ts';
import { standingOf } from '../standing.ts';
import { anyone } from './access.ts';
import { fromOf } from './sign.ts';

/** Services that may read for a person. */
const services = ['reports'] as const;
type Service = (typeof services)[number];

/**
 * A token with which a service reads what a person may read, for five minutes: no session, no cookies, nothing that
 * changes anything.
 */
export const serviceTokenRoute = (world: AuthWorld): Route =>
  anyone.post('/service-tokens', {
    summary: 'An access token to read as a person, for a service that shows SERVICE_SECRET (Authorization: Basic)',
    body: z.strictObject({
      employeeId: fields.employeeId,
      roles: z.array(z.enum(roles)).optional().describe('Of the person’s roles none but these; left out: all.'),
    }),
    answer: serviceToken,
    handle: async (asked) => {
      const from = fromOf(asked);
      const service = await admitted(world, from, asked.context.get('authorization'));
      const attempt = { action: 'service_token', from, employeeId: asked.body.employeeId } as const;
      await use(world, attempt, 'tokensByService', service);
      return grant(world, from, service, asked.body);
    },
  });

/** The service that the header is of; a wrong one counts as a failure of its address, and is an event. */
async function admitted(world: AuthWorld, from: From, header: string): Promise<Service> {
  if (world.serviceSecret === null) throw notFound('Services read for nobody here.', 'service_tokens_off');
  const attempt = { action: 'service_token', from } as const;
  await check(world, attempt, 'failuresByAddress', from.ip);
  const given = hashOf(credentialsOf(header));
  const service = services.find((name) => timingSafeEqual(given, hashOf(`${name}:${world.serviceSecret}`)));
  if (service !== undefined) return service;
  await act(world, from, async (work) => {
    await count(world, work.trx, 'failuresByAddress', from.ip);
    await tellStray(world, work, attempt, 'bad_secret');
  });
  throw unauthenticated('This address needs the secret that services share.');
}

function credentialsOf(header: string): string {
  const [, encoded = ''] = /^Basic +([\w+/=-]+)$/i.exec(header) ?? [];
  return Buffer.from(encoded, 'base64').toString();
}

/** Of equal length, whatever was given. */
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

interface Wanted {
  readonly employeeId: string;
  readonly roles?: readonly Role[] | undefined;
}

/**
 * The roles are those of now, as the person has them after a sign-in: none that waits for a second factor. That it was
 * given is an event, in which audit sees who read for whom.
 */
async function grant(world: AuthWorld, from: From, service: Service, { employeeId, roles: wanted = roles }: Wanted) {
  const person = await act(world, from, async (work) => {
    const account = await work.account({ employee_id: employeeId });
    if (!account || account.blocked === 1 || !(await isActive(work.trx, employeeId)))
      throw notFound('No active account has this number.', 'no_active_account');
    const what = { resource: 'auth.service_token', about: employeeId, query: `service=${service}`, rows: 1 };
    await work.publish([draft(dataRead, aggregateOf(employeeId), { employeeId: null, ...what, ...where(work) })]);
    const standing = await standingOf(world.secondFactor, work.trx, account);
    return { roles: standing.roles.filter((role) => wanted.includes(role)), locale: localeOf(account.locale) };
  });
  const { token, expiresAt } = await world.keys.sign({ employeeId, sessionId: serviceSession(service), ...person });
  return { accessToken: token, expiresAt, roles: person.roles };
}
