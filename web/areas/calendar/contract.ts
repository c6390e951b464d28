/** What `services/calendar/` answers. */

export interface TeamLeave {
  readonly employeeId: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly dayPart: 'full' | 'morning' | 'afternoon';
  /** null for who may not know. */
  readonly leaveType: string | null;
}

export interface Team {
  /** false: not everything has been read yet. */
  readonly ready: boolean;
  readonly departments: readonly string[];
  readonly department: string | null;
  readonly leave: readonly TeamLeave[];
}

export interface Feed {
  readonly id: string;
  readonly kind: 'person' | 'department';
  readonly department: string | null;
  readonly createdAt: string;
}
