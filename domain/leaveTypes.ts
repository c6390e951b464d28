/** How a leave type counts: every day of the calendar, or the scheduled share of working days; holidays never cost a day. */
export type Counting = 'calendar' | 'working';

export type LeaveTypes = Readonly<Record<string, Counting>>;

/**
 * The leave types of Ukrainian law and of common practice. Annual, study and social leave run in calendar days
 * (Law on Leave, articles 5, 6, 13 to 20); what employers grant on top is counted in working days.
 */
export const standardLeaveTypes: LeaveTypes = {
  annual: 'calendar',
  study: 'calendar',
  maternity: 'calendar',
  parental: 'calendar',
  social: 'calendar',
  unpaid: 'calendar',
  overtime: 'working',
  remote: 'working',
  special: 'working',
  volunteer: 'working',
};

/** How a leave type counts; a type that is not listed counts calendar days. */
export const countingOf = (leaveType: string, types: LeaveTypes): Counting =>
  Object.hasOwn(types, leaveType) ? (types[leaveType] ?? 'calendar') : 'calendar';
