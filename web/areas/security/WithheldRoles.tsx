import { ShieldAlert } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import type { Role } from '#schemas/access/people.ts';
import type { SignedIn } from '../../data/session.ts';
import { speech } from '../../language/appearance.ts';

/** What a second factor would open; null: nothing waits for one. */
export function withheldText(roles: readonly Role[], withheld: readonly Role[]): string | null {
  const { text, word, list } = speech.value;
  if (withheld.length === 0) return null;
  if (roles.length === 0) return text('withheld.all');
  return text('withheld.roles', { roles: list(withheld.map((role) => word('role', role))) });
}

/** Says on every page that roles wait for a second factor, and leads to where it is set up, which says so itself. */
export function WithheldRoles({ person }: { person: SignedIn }) {
  const { path } = useLocation();
  const said = withheldText(person.roles, person.rolesWithheld);
  if (said === null || path === '/security') return null;
  return (
    <aside class="withheld row wrap" aria-label={speech.value.text('account.security')}>
      <ShieldAlert size={16} aria-hidden="true" />
      <span>{said}</span>
      <a href="/security">{speech.value.text('withheld.link')}</a>
    </aside>
  );
}
