import type { Account } from '#services/auth/answers.ts';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { speech } from '../../language/appearance.ts';

/** What is done to an account as a whole, and where it is sent. */
const deeds = { lock: 'lock', unlock: 'unlock', removeFactor: 'mfa/remove' } as const;
export type Deed = keyof typeof deeds;

/** Asks before it is done: each of them changes who can get in. */
export function DeedDialog({ account, deed, close }: { account: Account; deed: Deed; close: () => void }) {
  const { text } = speech.value;
  const path = `/api/auth/accounts/${encodeURIComponent(account.employeeId)}/${deeds[deed]}`;
  return (
    <ActDialog
      title={text(`accounts.${deed}.title`)}
      close={close}
      verb={text(`accounts.${deed}.verb`)}
      danger={deed !== 'unlock'}
      act={() => send('POST', path)}
      said={text(`accounts.${deed}.done`)}
    >
      <p>{text(`accounts.${deed}.text`, { login: account.login })}</p>
    </ActDialog>
  );
}
