import { Bell, ChevronsUpDown, LogOut, ShieldCheck } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { unread } from '../data/notices.ts';
import { personName } from '../data/personName.ts';
import { type SignedIn, signOut } from '../data/session.ts';
import { LanguageChoice, ThemeChoice } from '../kit/AppearanceChoices.tsx';
import { Avatar } from '../kit/Avatar.tsx';
import { IconLink } from '../kit/IconLink.tsx';
import { Menu } from '../kit/Menu.tsx';
import { toastProblem } from '../kit/Toasts.tsx';
import { speech } from '../language/appearance.ts';
import { pageOf } from './catalogue.ts';

/** What somebody is here beside an employee, which everybody is. */
function rolesOf({ roles }: SignedIn): string {
  const { word, list } = speech.value;
  const more = roles.filter((role) => role !== 'employee');
  return list((more.length === 0 ? roles : more).map((role) => word('role', role)));
}

function SignOut() {
  const [busy, setBusy] = useState(false);
  async function leave(): Promise<void> {
    setBusy(true);
    const problem = await signOut();
    setBusy(false);
    if (problem !== null) toastProblem(problem);
  }
  return (
    <button
      type="button"
      class="menu-item row"
      aria-disabled={busy || undefined}
      onClick={() => void (busy || leave())}
    >
      <LogOut size={16} aria-hidden="true" />
      {speech.value.text('account.signOut')}
    </button>
  );
}

/** Who is signed in, how the page looks and speaks, and the way out. */
export function AccountMenu({ person }: { person: SignedIn }) {
  const { text } = speech.value;
  const name = personName(person);
  const face = (
    <>
      <Avatar firstName={person.firstName} lastName={person.lastName} id={person.employeeId} size={24} />
      <span class="account-name">{name}</span>
      <ChevronsUpDown size={14} aria-hidden="true" />
    </>
  );
  return (
    <Menu label={text('account.menu', { name })} button={face} class="account">
      {(close) => (
        <>
          <p class="account-who">
            <strong>{name}</strong>
            <small>{rolesOf(person)}</small>
          </p>
          <div class="account-choices wrap">
            <LanguageChoice />
            <ThemeChoice />
          </div>
          {pageOf('/security') !== null && (
            <a class="menu-item row" href="/security" onClick={close}>
              <ShieldCheck size={16} aria-hidden="true" />
              {text('account.security')}
            </a>
          )}
          <SignOut />
        </>
      )}
    </Menu>
  );
}

/** How much is new, at once when it comes. */
export function NoticeBell() {
  const { text, plural, number } = speech.value;
  const count = unread.value ?? 0;
  if (pageOf('/notifications') === null) return null;
  const label = count === 0 ? text('bell.none') : plural('bell.unread', count);
  return (
    <IconLink class="bell" Icon={Bell} label={label} title={label} href="/notifications">
      {count > 0 && (
        <span class="bell-count" aria-hidden="true">
          {count > 99 ? '99+' : number(count)}
        </span>
      )}
    </IconLink>
  );
}
