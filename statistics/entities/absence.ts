import type { CountedDay } from '#domain/calendar.ts';
import { evolveSickNote, type SickNote } from '#domain/sickNote.ts';
import { daysOf } from './days.ts';
import type { EventSet } from './eventSet.ts';
import { fold, type Illegal } from './fold.ts';
import type { PersonFacts } from './person.ts';
import type { CompanySettings } from './settings.ts';

/** A sick note as its events tell. */
export interface Absence extends SickNote, Illegal {}

/** The sick note that these events tell about; undefined until one of them is the report. */
export const foldAbsence = (events: EventSet): Absence | undefined => fold(events, evolveSickNote);

/** The days of a sick note; they count as the scheduled work that is missed. */
export const absenceDays = (absence: Absence, person: PersonFacts, settings: CompanySettings): readonly CountedDay[] =>
  daysOf(absence, 'working', person, settings);
