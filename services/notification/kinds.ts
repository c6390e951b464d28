/** What people choose by: what waits for them, their own requests, others' absences, their account. */
export const kinds = ['approval', 'request', 'team', 'account'] as const;
export type NoticeKind = (typeof kinds)[number];

export const channels = ['mail', 'page'] as const;
export type Channel = (typeof channels)[number];

/** What touches an account is always told: whoever took it over must not be able to silence it. */
export const isFixed = (kind: string): boolean => kind === 'account';

/** Every message there is, by kind. */
export const templates = {
  submitted: 'approval',
  changed: 'approval',
  cancellation_requested: 'approval',
  reminded: 'approval',
  step_approved: 'request',
  approved: 'request',
  rejected: 'request',
  withdrawn: 'request',
  modified: 'request',
  expired: 'request',
  cancelled: 'request',
  cancellation_declined: 'request',
  team_approved: 'team',
  team_rejected: 'team',
  team_withdrawn: 'team',
  team_expired: 'team',
  team_cancelled: 'team',
  substitute: 'team',
  account_locked: 'account',
  password_changed: 'account',
  new_device: 'account',
  mfa_enrolled: 'account',
  mfa_removed: 'account',
  session_ended: 'account',
} as const satisfies Record<string, NoticeKind>;

export type Template = keyof typeof templates;

/** Where on the page a message leads. */
export const places: Readonly<Record<NoticeKind, string>> = {
  approval: '/approvals',
  request: '/leave',
  team: '/calendar',
  account: '/security',
};
