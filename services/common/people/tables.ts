import { column, type RowOf, table } from '../database/table.ts';

/** A service's own replica of people: what was heard of them, and who they are by that. */
export interface ReplicaTables extends EventSetTables {
  people: PeopleTable;
}

export interface EventSetTables {
  event_sets: RowOf<typeof eventSets>;
}

/** Everything that was heard of a person, as on the line: each event once, whatever its id. */
export const eventSets = table('event_sets', {
  employee_id: column.key().primary(),
  /** JSON list; blank of what is personal once the person was erased. */
  events: column.json(),
});

/** Who people are; a service may know more of them. */
export interface PeopleTable {
  employee_id: string;
  /** 0: nobody has registered them. */
  known: number;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  locale: string | null;
  manager_id: string | null;
  /** 0: they have left, or were erased. */
  active: number;
}
