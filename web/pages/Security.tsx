import '../styles/security.css';
import { useAsk } from '../data/useAsk.ts';
import { speech } from '../language/appearance.ts';
import { Failure } from '../parts/States.tsx';
import { Words } from '../parts/Words.tsx';
import type { Account } from '../security/contract.ts';
import { Password } from '../security/Password.tsx';
import { SecondFactor } from '../security/SecondFactor.tsx';
import { Sessions } from '../security/Sessions.tsx';
import { Page } from './Page.tsx';

/** One's own account: where it is signed in, its password, its second factor. */
const Security = () => {
  const { text, sentence } = speech.value;
  const { data, problem, reload } = useAsk<Account>('/api/auth/me');
  const answer = data?.hasSecondFactor ? 'security.answer' : 'security.answer.weak';
  return (
    <Page title={text('page.security')}>
      <p class="answer">{data !== null && <Words segments={sentence(answer, { login: data.login })} />}</p>
      {data === null && problem !== null && <Failure problem={problem} retry={reload} />}
      <div class="security-grid">
        <Sessions />
        <div class="security-side">
          {data !== null && <SecondFactor account={data} />}
          {data !== null && <Password changedAt={data.passwordAt} />}
        </div>
      </div>
    </Page>
  );
};

export default Security;
