/**
 * Event families: one topic each, so that order within a person holds. `subject` is the field whose value partitions
 * the topic and begins the record key; a login whose person is unknown is partitioned by the HMAC of its login name
 * instead. `entity` is the field that names what the events tell about (null: each event is an entity of its own; an
 * event type may say so for itself, as entries of a balance do). `keptDays`: null = for ever, compacted.
 */
export const families = {
  users: { topic: 'hr.users', entity: 'employeeId', keptDays: null },
  vacations: { topic: 'hr.vacations', entity: 'requestId', keptDays: null },
  absences: { topic: 'hr.absences', entity: 'absenceId', keptDays: null },
  logins: { topic: 'hr.logins', entity: null, keptDays: 400 },
  notifications: { topic: 'hr.notifications', entity: null, keptDays: 400 },
} as const;

export type Family = keyof typeof families;
