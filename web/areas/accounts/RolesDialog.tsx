import { useState } from 'preact/hooks';
import { type Role, roles } from '#schemas/access/people.ts';
import type { Account } from '#services/auth/answers.ts';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { speech } from '../../language/appearance.ts';

interface RoleChoiceProps {
  readonly role: Role;
  readonly checked: boolean;
  /** Why it cannot be taken away; null: it can. */
  readonly fixed: string | null;
  readonly change: (on: boolean) => void;
}

function RoleChoice({ role, checked, fixed, change }: RoleChoiceProps) {
  const { text } = speech.value;
  return (
    <label class="role-choice">
      <input
        type="checkbox"
        name={role}
        checked={checked}
        disabled={fixed !== null}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <span>
        {text(`role.${role}`)}
        <small class="block">{fixed ?? text(`accounts.role.${role}`)}</small>
      </span>
    </label>
  );
}

/** Gives an account exactly the chosen roles. Who asks keeps `admin`: by mistake nobody shuts themselves out. */
export function RolesDialog({ account, own, close }: { account: Account; own: boolean; close: () => void }) {
  const { text } = speech.value;
  const [chosen, choose] = useState<readonly Role[]>(account.roles);
  const changed = roles.some((role) => chosen.includes(role) !== account.roles.includes(role));
  const path = `/api/auth/accounts/${encodeURIComponent(account.employeeId)}/roles`;
  const turn = (role: Role, on: boolean): void =>
    choose(roles.filter((one) => (one === role ? on : chosen.includes(one))));
  return (
    <ActDialog
      title={text('accounts.change.title', { login: account.login })}
      close={close}
      verb={text('accounts.change.save')}
      ready={changed}
      act={() => send('PUT', path, { roles: chosen })}
      said={text('accounts.change.done')}
    >
      <fieldset class="role-choices stack">
        <legend class="hidden">{text('accounts.roles')}</legend>
        {roles.map((role) => (
          <RoleChoice
            key={role}
            role={role}
            checked={chosen.includes(role)}
            fixed={own && role === 'admin' ? text('accounts.change.ownAdmin') : null}
            change={(on) => turn(role, on)}
          />
        ))}
        <p class="muted" aria-live="polite">
          {chosen.length === 0 && text('accounts.change.none')}
        </p>
      </fieldset>
    </ActDialog>
  );
}
