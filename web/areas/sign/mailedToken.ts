/**
 * The token of a mailed link. It stands behind `#`, and leaves the address once it is read, so that no history keeps
 * it.
 */
export function mailedToken(): string {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1] ?? '';
  if (token !== '') history.replaceState(history.state, '', location.pathname);
  return token;
}
