import { OctagonPause, Play } from 'lucide-preact';
import type { LetterPage } from '#api/answers.ts';
import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { toastAnswer } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';

function StoppedRoute({ route, since, why }: LetterPage['stopped'][number]) {
  const { text, moment } = speech.value;
  async function resume(): Promise<void> {
    const answer = await send('POST', '/api/dead-letters/resumptions', { route });
    toastAnswer(answer, text('letters.resume.done', { route }), true);
  }
  return (
    <section class="panel letters-stopped" aria-label={text('letters.stopped.route', { route })}>
      <OctagonPause size={20} aria-hidden="true" />
      <div>
        <strong>{text('letters.stopped', { route, since: moment(Date.parse(since)) })}</strong>
        <p>{text('letters.stopped.text')}</p>
        <small lang="en">{why}</small>
      </div>
      <Button Icon={Play} onClick={resume}>
        {text('letters.resume')}
      </Button>
    </section>
  );
}

/** Routes that read nothing because most of what came could not be used. */
export const StoppedRoutes = ({ stopped }: Pick<LetterPage, 'stopped'>) => (
  <>
    {stopped.map((one) => (
      <StoppedRoute key={one.route} {...one} />
    ))}
  </>
);
