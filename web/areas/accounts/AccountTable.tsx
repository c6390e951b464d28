import { CircleCheck, Lock, type LucideIcon, ShieldCheck, ShieldOff } from 'lucide-preact';
import type { Account } from '#services/auth/answers.ts';
import type { DirectoryEntry } from '#services/user/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import type { TextKey } from '../../language/message.ts';
import { PersonLine } from '../directory/PersonLink.tsx';
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
  const { data } = useAsk<DirectoryEntry>(`/api/user/people/${encodeURIComponent(account.employeeId)}`);
  const unknown = { employeeId: account.employeeId, firstName: null, lastName: null, department: null };
  return (
    <span class="account-whose">
      <PersonLine person={data ?? (unknown as DirectoryEntry)} more={account.login} />
      {own && <span class="badge">{speech.value.text('accounts.you')}</span>}
    </span>
  );
}

const Mark = ({ Icon, tone, children }: { Icon: LucideIcon; tone: 'good' | 'bad' | 'plain'; children: string }) => (
  <span class={`account-mark account-${tone}`}>
    <Icon size={14} aria-hidden="true" />
    {children}
  </span>
);

function State({ account }: { account: Account }) {
  const { text, time } = speech.value;
  if (!isLocked(account))
    return (
      <Mark Icon={CircleCheck} tone="plain">
        {text('accounts.state.open')}
      </Mark>
    );
  const until = account.isBlocked ? null : account.lockedUntil;
  return (
    <Mark Icon={Lock} tone="bad">
      {until === null ? text('accounts.state.blocked') : text('accounts.state.until', { time: time(until) })}
    </Mark>
  );
}

interface ActionProps {
  readonly name: string;
  readonly login: string;
  readonly kind: 'quiet' | 'secondary';
  readonly onClick: () => void;
}

const Action = ({ name, login, onClick, kind }: ActionProps) => (
  <Button kind={kind} aria-label={`${name}: ${login}`} onClick={onClick}>
    {name}
  </Button>
);

function Actions({ account, own, wish }: RowProps) {
  const { text } = speech.value;
  const deed = isLocked(account) ? 'unlock' : 'lock';
  const action = (wanted: Wish, key: TextKey, kind: ActionProps['kind']) => (
    <Action name={text(key)} login={account.login} kind={kind} onClick={() => wish(account, wanted)} />
  );
  return (
    <span class="account-actions">
      {account.hasSecondFactor && action('removeFactor', 'accounts.removeFactor', 'quiet')}
      {(!own || deed === 'unlock') && action(deed, `accounts.${deed}`, 'quiet')}
      {action('roles', 'accounts.change', 'secondary')}
    </span>
  );
}

function Row(props: RowProps) {
  const { account } = props;
  const { text, word } = speech.value;
  return (
    <tr>
      <th scope="row">
        <Name account={account} own={props.own} />
      </th>
      <td>
        <span class="account-roles">
          {account.roles.map((role) => (
            <span key={role} class={role === 'employee' ? 'role' : 'role role-more'}>
              {word('role', role)}
            </span>
          ))}
        </span>
      </td>
      <td data-label={text('accounts.factor')}>
        {account.hasSecondFactor ? (
          <Mark Icon={ShieldCheck} tone="good">
            {text('accounts.factor.on')}
          </Mark>
        ) : (
          <Mark Icon={ShieldOff} tone="plain">
            {text('accounts.factor.off')}
          </Mark>
        )}
      </td>
      <td data-label={text('accounts.state')}>
        <State account={account} />
      </td>
      <td class="numeric">
        <Actions {...props} />
      </td>
    </tr>
  );
}

/** Accounts by email: whose, what they may, whether they can get in. */
export function AccountTable({
  accounts,
  me,
  wish,
}: {
  readonly accounts: readonly Account[];
  /** The employee who looks. */
  readonly me: string;
  readonly wish: RowProps['wish'];
}) {
  const { text } = speech.value;
  const headings = [
    { name: text('accounts.account') },
    { name: text('accounts.roles') },
    { name: text('accounts.factor') },
    { name: text('accounts.state') },
    { name: text('accounts.actions'), hidden: true },
  ];
  return (
    <Table class="people-table account-table stacks stacks-evenly" label={text('accounts.table')} headings={headings}>
      {accounts.map((account) => (
        <Row key={account.employeeId} account={account} own={account.employeeId === me} wish={wish} />
      ))}
    </Table>
  );
}
