import { locales } from '#schemas/access/people.ts';
import type * as notification from '#services/notification/answers.ts';
import type { Preference } from '#services/notification/answers.ts';
import type { FullPerson } from '#services/user/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { send } from '../../data/call.ts';
import { refreshUnder } from '../../data/resource.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Select } from '../../kit/Field.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast, toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';

const channels = ['mail', 'page'] as const;
const path = '/api/notification/choices';

async function change({ kind, channel, wanted }: Preference): Promise<void> {
  const answer = await send('PUT', path, { kind, channel, wanted: !wanted });
  if (!answer.ok) toastProblem(answer.problem);
}

function Cell({ choice }: { choice: Preference | undefined }) {
  const { word, text } = speech.value;
  if (choice === undefined) return <td />;
  const label = `${word('notices.kind', choice.kind)}: ${text(`notices.channel.${choice.channel}`)}`;
  return (
    <td>
      <input
        type="checkbox"
        checked={choice.wanted}
        disabled={choice.fixed}
        aria-label={label}
        onChange={() => void change(choice)}
      />
    </td>
  );
}

/** The language of mail, which may be another than that of the page. Left out for whom the directory does not know. */
function MailLanguage() {
  const { text } = speech.value;
  const { data } = useAsk<FullPerson>('/api/user/me');
  if (data === null) return null;
  const { version } = data;
  async function choose(locale: string): Promise<void> {
    const answer = await send('PATCH', '/api/user/me', { locale }, { ifMatch: version });
    if (answer.ok) return toast(text('notices.language.done'));
    toastProblem(answer.problem);
    refreshUnder('/api/user');
  }
  const unknown = data.locale === null ? [['', text('notices.language.none')] as const] : [];
  return (
    <Select
      label={text('notices.language')}
      name="locale"
      hint={text('notices.language.hint')}
      value={data.locale ?? ''}
      change={(locale) => void choose(locale)}
      options={[...unknown, ...locales.map((one) => [one, text(`notices.language.${one}`)] as const)]}
    />
  );
}

/** What somebody wants to be told, where, and in which language. */
export function Choices() {
  const { text, word } = speech.value;
  const { data } = useAsk<AnswerOf<typeof notification.preferences>>(path);
  const kinds = [...Map.groupBy(data?.choices ?? [], ({ kind }) => kind)];
  return (
    <Section id="choices" title={text('notices.choices')} class="notice-choices">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('notices.about')}</th>
            {channels.map((channel) => (
              <th key={channel} scope="col">
                {text(`notices.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, own]) => (
            <tr key={kind}>
              <th scope="row">{word('notices.kind', kind)}</th>
              {channels.map((channel) => (
                <Cell key={channel} choice={own.find((one) => one.channel === channel)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <small>{text('notices.fixed')}</small>
      <MailLanguage />
    </Section>
  );
}
