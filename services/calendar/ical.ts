import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventClass, ICalEventTransparency } from 'ical-generator';
import { nameOf } from '#domain/person.ts';
import { addDays } from '#lib/dates.ts';
import type { Locale } from '#schemas/access/people.ts';
import type { Leave } from './requests.ts';

const daySeconds = 86_400;

const words = {
  uk: { own: 'Моя відпустка', away: 'відсутність', morning: 'до обіду', afternoon: 'після обіду', team: 'Відсутні' },
  en: { own: 'My leave', away: 'away', morning: 'morning', afternoon: 'afternoon', team: 'Away' },
} as const;

/** A person's own leave: they are busy on these days. */
export function personCalendar(leaves: readonly Leave[], locale: Locale): string {
  const calendar = empty(words[locale].own, locale);
  for (const leave of leaves) addLeave(calendar, leave, `${words[locale].own}${partOf(leave, locale)}`, true);
  return calendar.toString();
}

/** Who of a department is away. It makes nobody else busy, and does not say why they are away. */
export function departmentCalendar(department: string, leaves: readonly Leave[], locale: Locale): string {
  const calendar = empty(`${words[locale].team}: ${department}`, locale);
  for (const leave of leaves)
    addLeave(calendar, leave, `${nameOf(leave)}: ${words[locale].away}${partOf(leave, locale)}`, false);
  return calendar.toString();
}

const empty = (name: string, locale: Locale): ICalCalendar =>
  ical({
    name: escaped(name),
    prodId: { company: 'Leaveline', product: 'Calendar', language: locale.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: daySeconds,
  });

/** RFC 5545 §3.3.11; ical-generator escapes what events say, but not the name of a calendar. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n');

/** All days from the first to the last; DTEND is the day after (RFC 5545 §3.6.1). */
function addLeave(calendar: ICalCalendar, leave: Leave, summary: string, busy: boolean): void {
  calendar.createEvent({
    id: `${leave.requestId}@leaveline`,
    sequence: leave.modifications,
    stamp: new Date(leave.decidedAt ?? leave.submittedAt),
    start: leave.from,
    end: addDays(leave.to, 1),
    allDay: true,
    summary,
    class: ICalEventClass.PRIVATE,
    transparency: busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  });
}

const partOf = ({ dayPart }: Leave, locale: Locale): string =>
  dayPart === 'morning' || dayPart === 'afternoon' ? ` (${words[locale][dayPart]})` : '';
