/**
 * How a leave type counts: every day of the calendar, or the scheduled share of working days; holidays never cost a
 * day.
 */
export type Counting = 'calendar' | 'working';
