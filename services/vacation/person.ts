import { type Person as CompanyPerson, foldPerson, type PersonEvent, scheduleOn } from '#domain/person.ts';
import { type LocalDate, weekday } from '#lib/dates.ts';

/** A person as far as leave needs to know. */
export type Person = Omit<CompanyPerson, 'known' | 'email' | 'locale'>;

/** The person that these events, in canonical order, tell about; undefined until one of them is the registration. */
export function personOfEvents(story: readonly PersonEvent[], zone: string): Person | undefined {
  const { known, email: _, locale: __, ...person } = foldPerson(story, zone);
  return known ? person : undefined;
}

/** How much of a day somebody works, in millionths. */
export const shareOn = (person: Person, day: LocalDate): number => scheduleOn(person, day)[weekday(day) - 1] ?? 0;
