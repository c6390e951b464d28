/** The shapes of the user service that many pages read; `services/user/views.ts` answers them. */

/** What colleagues know of each other; `department` is that of today. */
export interface Entry {
  readonly employeeId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly department: string | null;
  readonly managerId: string | null;
  readonly active: boolean;
}

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** People of today. */
  readonly people: number;
}
