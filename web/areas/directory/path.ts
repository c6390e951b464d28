/** Where the user service knows somebody, or something of them. */
export const pathOf = ({ employeeId }: { readonly employeeId: string }, of = ''): string =>
  `/api/user/people/${encodeURIComponent(employeeId)}${of}`;
