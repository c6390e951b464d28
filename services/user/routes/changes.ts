import { z } from 'zod';
import type { Route } from '../../common/http/route.ts';
import { etag, wantedVersion } from '../../common/http/versions.ts';
import { type Act, change, type UserWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { deactivate, reactivate, requestErasure } from '../leaving.ts';
import { move, reschedule, voidMove } from '../moves.ts';
import { type Profile, register, updateProfile } from '../people.ts';
import { getPerson } from '../store.ts';
import { forOffice, forStaff } from './access.ts';
import { byId } from './lookups.ts';

interface Asking {
  readonly context: { get(name: string): string; set(name: string, value: string): void };
  readonly traceparent: string;
}

/** What HR changes of people; every change but the first names the version that it is meant for in If-Match. */
export function changes(world: UserWorld): Route[] {
  const acts = actsOf(world);
  return [...profileRoutes(acts), ...timelineRoutes(acts), ...leavingRoutes(acts)];
}

type Acts = ReturnType<typeof actsOf>;

/** Changes of a person, answered with the version that they made. */
function actsOf(world: UserWorld) {
  const answered = (asking: Asking, id: string, work: (act: Act) => Promise<unknown>) =>
    change(world, asking, async (act) => {
      await work(act);
      const { version } = await getPerson(act.trx, id);
      asking.context.set('etag', etag(version));
      return { employeeId: id, version };
    });
  return {
    answered,
    act: (asking: Asking, id: string, work: (act: Act, at: { id: string; version: number }) => Promise<unknown>) => {
      const version = wantedVersion(asking.context.get('if-match'));
      return answered(asking, id, (act) => work(act, { id, version }));
    },
  };
}

const profileRoutes = ({ act, answered }: Acts): Route[] => [
  forStaff.patch('/me', {
    summary: 'The language that one wants mail in',
    body: answers.localeChange,
    answer: answers.versioned,
    handle: (asked) =>
      act(asked, asked.person.employeeId, (change, at) => updateProfile(change, at, { locale: asked.body.locale })),
  }),
  forOffice.post('/people', {
    summary: 'Makes a person known',
    body: answers.newPerson,
    status: 201,
    answer: answers.versioned,
    handle: (asked) => answered(asked, asked.body.employeeId, (change) => register(change, asked.body)),
  }),
  forOffice.patch('/people/:id', {
    summary: 'Changes the profile; what is not named stays',
    params: byId,
    body: answers.profileChange,
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => updateProfile(change, at, present(asked.body))),
  }),
];

const timelineRoutes = ({ act }: Acts): Route[] => [
  forOffice.post('/people/:id/moves', {
    summary: 'Moves a person to another department from a day on, or corrects an earlier move',
    params: byId,
    body: answers.newMove,
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => move(change, at, asked.body)),
  }),
  forOffice.delete('/people/:id/moves/:move', {
    summary: 'Takes a move back: what held before it holds on',
    params: byId.extend({ move: z.guid() }),
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => voidMove(change, at, asked.params.move)),
  }),
  forOffice.post('/people/:id/schedules', {
    summary: 'Sets the weekdays that a person works from a day on, or corrects an earlier change',
    params: byId,
    body: answers.newSchedule,
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => reschedule(change, at, asked.body)),
  }),
];

const leavingRoutes = ({ act }: Acts): Route[] => [
  forOffice.post('/people/:id/deactivation', {
    summary: 'Enters the last day of a person who leaves',
    params: byId,
    body: answers.deactivation,
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => deactivate(change, at, asked.body.lastDay)),
  }),
  forOffice.post('/people/:id/reactivation', {
    summary: 'A person who had left comes back',
    params: byId,
    body: answers.reactivation,
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => reactivate(change, at, asked.body)),
  }),
  forOffice.post('/people/:id/erasure', {
    summary: 'Enters a request for erasure: blanks the personal data here and asks every other holder to',
    params: byId,
    answer: answers.versioned,
    handle: (asked) => act(asked, asked.params.id, (change, at) => requestErasure(change, at, asked.person.employeeId)),
  }),
];

/** The fields that were sent, for `undefined` would blank what is kept. */
const present = (body: z.output<typeof answers.profileChange>): Partial<Profile> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
