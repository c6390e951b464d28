import type vacationRequests from '#schemas/derived/vacation-requests.ts';
import type { ValueOf } from '#schemas/fields.ts';

export type Leave = ValueOf<typeof vacationRequests.fields>;

/** Whether the leave takes its person away: it was granted and stands. */
const isAway = ({ status }: Leave): boolean => status === 'approved' || status === 'cancellation_requested';

/** The present state of every request, as `hr.vacation-requests` tells; the calendar's whole knowledge. */
export class Requests {
  readonly #all = new Map<string, Leave>();

  /** null: there is no such request any more. */
  set(requestId: string, leave: Leave | null): void {
    if (leave === null) this.#all.delete(requestId);
    else this.#all.set(requestId, leave);
  }

  ofPerson(employeeId: string): Leave[] {
    return this.#away((leave) => leave.employeeId === employeeId);
  }

  ofDepartment(department: string): Leave[] {
    return this.#away((leave) => leave.department === department);
  }

  /** Departments that a person may look at: their own, and those of the people they manage. */
  departmentsFor(employeeId: string): Set<string> {
    const own = this.departmentOf(employeeId);
    const managed = [...this.#all.values()].filter((leave) => leave.managerId === employeeId);
    return new Set([...(own === undefined ? [] : [own]), ...managed.map(({ department }) => department)]);
  }

  /** A person's own department, as of their newest request; undefined for who never asked. */
  departmentOf(employeeId: string): string | undefined {
    const own = [...this.#all.values()].filter((leave) => leave.employeeId === employeeId);
    return own.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]?.department;
  }

  /** Every department that ever asked. */
  departments(): Set<string> {
    return new Set([...this.#all.values()].map(({ department }) => department));
  }

  #away(wanted: (leave: Leave) => boolean): Leave[] {
    const found = [...this.#all.values()].filter((leave) => isAway(leave) && wanted(leave));
    return found.toSorted((a, b) =>
      a.from === b.from ? (a.requestId < b.requestId ? -1 : 1) : a.from < b.from ? -1 : 1,
    );
  }
}
