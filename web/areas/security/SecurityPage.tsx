import './security.css';
import type { OwnAccount } from '#services/auth/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Failure } from '../../kit/Failure.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { Password } from './Password.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { Sessions } from './Sessions.tsx';

/** One's own account: where it is signed in, its password, its second factor. */
export default function Security() {
  const { text, sentence } = speech.value;
  const { data, problem, reload } = useAsk<OwnAccount>('/api/auth/me');
  const answer = data?.hasSecondFactor ? 'security.answer' : 'security.answer.weak';
  return (
    <Page title={text('page.security')}>
      <p class="answer">{data !== null && <Words segments={sentence(answer, { login: data.login })} />}</p>
      {data === null && problem !== null && <Failure problem={problem} retry={reload} />}
      <div class="security-grid columns">
        <Sessions />
        <div class="side-panels columns">
          {data !== null && <SecondFactor account={data} />}
          {data !== null && <Password changedAt={data.passwordAt} />}
        </div>
      </div>
    </Page>
  );
}
