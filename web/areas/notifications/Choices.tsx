import type { Preference, Preferences } from '#services/notification/answers.ts';
import type { FullPerson } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Section } from '../../kit/Section.tsx';
import { type Column, Rows } from '../../kit/Table.tsx';
import { toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { MailLanguage } from '../directory/MailLanguage.tsx';

const channels = ['mail', 'page'] as const;
const path = '/api/notification/choices';

async function change({ kind, channel, wanted }: Preference): Promise<void> {
  const answer = await send('PUT', path, { kind, channel, wanted: !wanted });
  if (!answer.ok) toastProblem(answer.problem);
}

function Choice({ choice }: { choice: Preference | undefined }) {
  const { word, text } = speech.value;
  if (choice === undefined) return null;
  return (
    <input
      type="checkbox"
      checked={choice.wanted}
      disabled={choice.fixed}
      aria-label={`${word('notices.kind', choice.kind)}: ${text(`notices.channel.${choice.channel}`)}`}
      onChange={() => void change(choice)}
    />
  );
}

type KindOfNotice = readonly [kind: string, choices: readonly Preference[]];

/** What somebody wants to be told, where, and in which language. */
export function Choices() {
  const { text, word } = speech.value;
  const { data } = useAsk<Preferences>(path);
  const { data: own } = useAsk<FullPerson>('/api/user/me');
  const kinds = [...Map.groupBy(data?.choices ?? [], ({ kind }) => kind)];
  const columns: readonly Column<KindOfNotice>[] = [
    { name: text('notices.about'), cell: ([kind]) => word('notices.kind', kind) },
    ...channels.map((channel) => ({
      name: text(`notices.channel.${channel}`),
      cell: ([, choices]: KindOfNotice) => <Choice choice={choices.find((one) => one.channel === channel)} />,
    })),
  ];
  return (
    <Section id="choices" title={text('notices.choices')} class="notice-choices">
      <table>
        <Rows columns={columns} rows={kinds} keyOf={([kind]) => kind} />
      </table>
      <small>{text('notices.fixed')}</small>
      {own !== null && (
        <MailLanguage
          person={own}
          label={text('notices.language')}
          hint={text('notices.language.hint')}
          none={text('notices.language.none')}
          said={text('notices.language.done')}
        />
      )}
    </Section>
  );
}
