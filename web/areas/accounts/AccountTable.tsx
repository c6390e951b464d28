import { CircleCheck, Lock, type LucideIcon, ShieldCheck, ShieldOff } from 'lucide-preact';
import type { Account } from '#services/auth/answers.ts';
import type { DirectoryEntry } from '#services/user/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { type Column, Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import type { TextKey } from '../../language/message.ts';
import { PersonLine, usePerson } from '../directory/PersonLink.tsx';
import type { Deed } from './DeedDialog.tsx';
import { isLocked } from './locked.ts';

/** What can be done with one account. */
export type Wish = 'roles' | Deed;

interface RowProps {
  readonly account: Account;
  readonly own: boolean;
  readonly wish: (account: Account, wish: Wish) => void;
}

function Name({ account, own }: Pick<RowProps, 'account' | 'own'>) {
  const { data } = usePerson(account.employeeId);
  const unknown = { employeeId: account.employeeId, firstName: null, lastName: null, department: null };
  return (
    <span class="account-whose inline">
      <PersonLine person={data ?? (unknown as DirectoryEntry)} more={account.login} />
      {own && <span class="badge">{speech.value.text('accounts.you')}</span>}
    </span>
  );
}

const Mark = ({ Icon, tone, children }: { Icon: LucideIcon; tone: 'good' | 'bad' | 'plain'; children: string }) => (
  <span class={`account-mark inline account-${tone}`}>
    <Icon size={14} aria-hidden="true" />
    {children}
  </span>
);

function State({ account }: { account: Account }) {
  const { text, time } = speech.value;
  const locked = isLocked(account);
  const until = account.isBlocked ? null : account.lockedUntil;
  const blocked = until === null ? text('accounts.state.blocked') : text('accounts.state.until', { time: time(until) });
  return (
    <Mark Icon={locked ? Lock : CircleCheck} tone={locked ? 'bad' : 'plain'}>
      {locked ? blocked : text('accounts.state.open')}
    </Mark>
  );
}

function Actions({ account, own, wish }: RowProps) {
  const { text } = speech.value;
  const deed = isLocked(account) ? 'unlock' : 'lock';
  const action = (wanted: Wish, key: TextKey, kind: 'quiet' | 'secondary') => (
    <Button kind={kind} aria-label={`${text(key)}: ${account.login}`} onClick={() => wish(account, wanted)}>
      {text(key)}
    </Button>
  );
  return (
    <span class="account-actions">
      {account.hasSecondFactor && action('removeFactor', 'accounts.removeFactor', 'quiet')}
      {(!own || deed === 'unlock') && action(deed, `accounts.${deed}`, 'quiet')}
      {action('roles', 'accounts.change', 'secondary')}
    </span>
  );
}

function Roles({ roles }: Pick<Account, 'roles'>) {
  const { word } = speech.value;
  return (
    <span class="account-roles wrap">
      {roles.map((role) => (
        <span key={role} class={role === 'employee' ? 'role' : 'role role-more'}>
          {word('role', role)}
        </span>
      ))}
    </span>
  );
}

const Factor = ({ has }: { has: boolean }) => (
  <Mark Icon={has ? ShieldCheck : ShieldOff} tone={has ? 'good' : 'plain'}>
    {speech.value.text(has ? 'accounts.factor.on' : 'accounts.factor.off')}
  </Mark>
);

interface AccountTableProps {
  readonly accounts: readonly Account[];
  /** The employee who looks. */
  readonly me: string;
  readonly wish: RowProps['wish'];
}

/** Accounts by email: whose, what they may, whether they can get in. */
export function AccountTable({ accounts, me, wish }: AccountTableProps) {
  const { text } = speech.value;
  const isOwn = ({ employeeId }: Account): boolean => employeeId === me;
  const columns: readonly Column<Account>[] = [
    { name: text('accounts.account'), cell: (account) => <Name account={account} own={isOwn(account)} /> },
    { name: text('accounts.roles'), cell: ({ roles }) => <Roles roles={roles} /> },
    { name: text('account.factor'), labelled: true, cell: ({ hasSecondFactor }) => <Factor has={hasSecondFactor} /> },
    { name: text('accounts.state'), labelled: true, cell: (account) => <State account={account} /> },
    {
      name: text('column.actions'),
      hidden: true,
      class: 'numeric',
      cell: (account) => <Actions account={account} own={isOwn(account)} wish={wish} />,
    },
  ];
  return (
    <Table
      class="people-table account-table stacks stacks-evenly"
      label={text('nav.settings.accounts')}
      columns={columns}
      rows={accounts}
      keyOf={({ employeeId }) => employeeId}
    />
  );
}
