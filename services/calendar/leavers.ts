import type employees from '#schemas/derived/employees.ts';
import type { ValueOf } from '#schemas/fields.ts';

export type Employee = ValueOf<typeof employees.fields>;

/** Who has left, as `hr.employees` tells. Nothing else of people is kept here, neither names nor addresses. */
export class Leavers {
  readonly #ids = new Set<string>();

  /** null: nothing is known of the person any more. */
  set(employeeId: string, employee: Pick<Employee, 'active'> | null): void {
    if (employee?.active === false) this.#ids.add(employeeId);
    else this.#ids.delete(employeeId);
  }

  has(employeeId: string): boolean {
    return this.#ids.has(employeeId);
  }
}
