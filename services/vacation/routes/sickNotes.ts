import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '../../common/http/route.ts';
import { change, look, type VacationWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { changeOf, periodOf, tagged } from '../bodies.ts';
import { id } from '../fields.ts';
import { once, onceHeader } from '../once.ts';
import { visiblePerson } from '../requests.ts';
import { changeNote, report, visibleNote } from '../sickNotes.ts';
import type { SickNoteRow } from '../tables.ts';
import { viewNote } from '../views.ts';
import { signedIn } from './access.ts';

const atNote = z.object({ id });

const reported = (world: VacationWorld): Route =>
  signedIn.post('/sick-notes', {
    summary:
      'Reports an illness, of oneself or of somebody whose leave one decides on. Idempotency-Key makes a repetition harmless.',
    body: answers.newSickNote,
    status: 201,
    answer: answers.sickNote,
    handle: ({ person, body, context, ...trace }) =>
      change(world, trace, (act) => {
        const { employeeId } = person;
        return once(act, { employeeId, key: context.get(onceHeader), request: ['sick', body] }, async () => {
          const of = body.employeeId ?? employeeId;
          const wish = { absenceId: randomUUID(), employeeId: of, period: periodOf(body) };
          return viewNote(await report(act, person, { name: 'report', ...wish }));
        });
      }),
  });

const listed = (world: VacationWorld): Route =>
  signedIn.get('/sick-notes', {
    summary: 'Sick notes of oneself, or of somebody whose leave one may see; newest first.',
    query: z.strictObject({ employeeId: id.optional() }),
    answer: answers.sickNotes,
    handle: ({ person, query }) =>
      look(world, async (act) => {
        const { person: owner } = await visiblePerson(act, person, query.employeeId ?? person.employeeId);
        const rows = await act.trx
          .selectFrom('sick_notes')
          .selectAll()
          .where('employee_id', '=', owner.employeeId)
          .orderBy('from_day', 'desc')
          .limit(500)
          .execute();
        return { sickNotes: rows.map(noteOf) };
      }),
  });

const one = (world: VacationWorld): Route =>
  signedIn.get('/sick-notes/:id', {
    summary: 'A sick note.',
    params: atNote,
    answer: answers.sickNote,
    handle: ({ person, params, context }) =>
      look(world, async (act) => {
        const standing = await visibleNote(act, person, params.id);
        tagged(context, standing.version);
        return viewNote(standing);
      }),
  });

const updated = (world: VacationWorld): Route =>
  signedIn.put('/sick-notes/:id', {
    summary: 'Changes the days of a sick note.',
    params: atNote,
    body: answers.changedSickNote,
    answer: answers.sickNote,
    handle: ({ person, params, body, ...asked }) =>
      changeOf(world, { body, ...asked }, async (act, version) =>
        viewNote(await changeNote(act, person, params.id, version, { name: 'update', period: periodOf(body) })),
      ),
  });

const cancelled = (world: VacationWorld): Route =>
  signedIn.post('/sick-notes/:id/cancel', {
    summary: 'A sick note does not count.',
    params: atNote,
    body: answers.cancelledSickNote,
    answer: answers.sickNote,
    handle: ({ person, params, ...asked }) =>
      changeOf(world, asked, async (act, version) =>
        viewNote(await changeNote(act, person, params.id, version, { name: 'cancel' })),
      ),
  });

const noteOf = (row: SickNoteRow): answers.SickNote => ({
  absenceId: row.absence_id,
  employeeId: row.employee_id,
  status: row.status as 'reported' | 'cancelled',
  version: row.version,
  from: row.from_day,
  to: row.to_day,
  dayPart: row.day_part as 'full' | 'morning' | 'afternoon',
});

/** Being ill. */
export const sickNoteRoutes = (world: VacationWorld): Route[] => [
  reported(world),
  listed(world),
  one(world),
  updated(world),
  cancelled(world),
];
