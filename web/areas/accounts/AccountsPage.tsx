import { UserSearch } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import '../people/people.css';
import './accounts.css';
import type { Account, AccountPage } from '#services/auth/answers.ts';
import { me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Page } from '../../kit/Page.tsx';
import { SearchField } from '../../kit/SearchField.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { AccountTable, type Wish } from './AccountTable.tsx';
import { DeedDialog } from './DeedDialog.tsx';
import { isLocked } from './locked.ts';
import { RolesDialog } from './RolesDialog.tsx';

/** So many are asked for at first, and at most. */
const firstLimit = 50;
const lastLimit = 200;

function useAccounts() {
  const { query, path, route } = useLocation();
  const [limit, setLimit] = useState(firstLimit);
  const search = query.search ?? '';
  const asked = new URLSearchParams({ search, limit: String(limit) });
  const asking = useAsk<AccountPage>(`/api/auth/accounts?${asked}`);
  const accounts = asking.data?.accounts ?? null;
  return {
    asking,
    accounts,
    search,
    look: (text: string) => route(text === '' ? path : `${path}?${new URLSearchParams({ search: text })}`, true),
    isFull: accounts !== null && accounts.length >= limit,
    more: limit < lastLimit ? () => setLimit(lastLimit) : null,
  };
}

function Answer({ accounts, full }: { accounts: readonly Account[]; full: boolean }) {
  const { sentence, plural, number } = speech.value;
  const locked = accounts.filter(isLocked).length;
  const key = full ? 'accounts.answer.more' : locked > 0 ? 'accounts.answer.locked' : 'accounts.answer';
  const values = { accounts: plural('accounts.count', accounts.length), locked: number(locked) };
  return <Words segments={sentence(key, values)} />;
}

function Further({ more }: { more: (() => void) | null }) {
  const { text } = speech.value;
  return more === null ? (
    <p class="muted">{text('accounts.most')}</p>
  ) : (
    <Button onClick={more}>{text('accounts.more')}</Button>
  );
}

interface FoundProps {
  readonly accounts: readonly Account[];
  readonly wish: (account: Account, wish: Wish) => void;
}

function Found({ accounts, wish }: FoundProps) {
  const { text } = speech.value;
  if (accounts.length === 0)
    return <EmptyState Icon={UserSearch} title={text('accounts.none')} text={text('accounts.none.text')} />;
  return <AccountTable accounts={accounts} me={me.value} wish={wish} />;
}

interface WishedProps {
  readonly account: Account;
  readonly wish: Wish;
  readonly close: () => void;
}

const Wished = ({ account, wish, close }: WishedProps) =>
  wish === 'roles' ? (
    <RolesDialog account={account} own={account.employeeId === me.value} close={close} />
  ) : (
    <DeedDialog account={account} deed={wish} close={close} />
  );

/** The accounts of the company, for administrators. */
export default function Accounts() {
  const { text } = speech.value;
  const { asking, accounts, search, look, isFull, more } = useAccounts();
  const [wished, setWished] = useState<Omit<WishedProps, 'close'> | null>(null);
  return (
    <Page title={text('page.accounts')}>
      <p class="answer people-answer">{accounts !== null && <Answer accounts={accounts} full={isFull} />}</p>
      <div class="people-narrow row wrap">
        <SearchField
          label={text('accounts.search')}
          quiet
          placeholder={text('accounts.search')}
          value={search}
          change={look}
        />
      </div>
      <div class="panel people-list" {...freshness(asking)}>
        <Answered of={asking} skeleton="people-skeleton">
          {({ accounts: all }) => <Found accounts={all} wish={(account, wish) => setWished({ account, wish })} />}
        </Answered>
        {isFull && <Further more={more} />}
      </div>
      {wished !== null && <Wished {...wished} close={() => setWished(null)} />}
    </Page>
  );
}
