import type { LetterRow, LetterWhole } from '#api/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { type Line, Lines } from '../../kit/Lines.tsx';
import { ScrollBox } from '../../kit/ScrollBox.tsx';
import { speech } from '../../language/appearance.ts';
import { useName } from '../directory/PersonLink.tsx';
import { Deeds, type Wish } from './Deeds.tsx';
import { reasonText, stageText } from './words.ts';

function useFacts(letter: LetterRow): Line[] {
  const who = useName(letter.decision?.by ?? null);
  const voice = speech.value;
  const { text, number, moment } = voice;
  const { decision } = letter;
  return [
    [text('letters.reason'), `${reasonText(voice, letter.reason)} (${letter.reason})`],
    ...(letter.detail === '' ? [] : [[text('letters.detail'), letter.detail] as const]),
    [text('letters.publisher'), letter.publisher || '–'],
    [text('letters.stage'), stageText(voice, letter.stage)],
    [text('letters.queue'), letter.queue || '–'],
    [text('letters.at'), letter.at === null ? text('letters.at.unknown') : moment(Date.parse(letter.at))],
    [text('letters.lies'), text(`letters.lies.${letter.lies}`, { place: letter.place })],
    [text('letters.attempt'), number(letter.attempt)],
    [text('letters.bytes'), number(letter.bytes)],
    ...(decision === null ? [] : [[text('letters.decision'), decisionText(decision, who)] as const]),
  ];
}

function decisionText({ act, by, at, why }: NonNullable<LetterRow['decision']>, who: string | null): string {
  const { text, moment } = speech.value;
  const said = text(`letters.decision.${act}`, { by: who ?? by, at: moment(Date.parse(at)) });
  return why === '' ? said : `${said}: ${why}`;
}

function Content({ whole: { headers, body } }: { whole: LetterWhole }) {
  const { text } = speech.value;
  return (
    <>
      <h3>{text('letters.body')}</h3>
      <ScrollBox class="letter-body" label={text('letters.body')}>
        <pre>{body === null || body === '' ? text('letters.body.none') : body}</pre>
      </ScrollBox>
      <details>
        <summary>{text('letters.headers')}</summary>
        <Lines lines={Object.entries(headers)} />
      </details>
    </>
  );
}

interface LetterDialogProps {
  readonly letter: LetterRow;
  readonly wish: (wish: Wish, places: readonly string[]) => void;
  readonly close: () => void;
}

/**
 * One letter with its content, which may be anybody's personal data: it is asked for when somebody opens it, and by
 * nobody else.
 */
export function LetterDialog({ letter, wish, close }: LetterDialogProps) {
  const { text } = speech.value;
  const facts = useFacts(letter);
  const asking = useAsk<LetterWhole>(`/api/dead-letters/${letter.place}`);
  return (
    <Dialog
      wide
      title={text('letters.title', { place: letter.place })}
      close={close}
      actions={<Deeds letters={[letter]} wish={wish} />}
    >
      <Lines lines={facts} />
      <p class="muted">{text('letters.personal')}</p>
      <Answered of={asking} skeleton="letter-body">
        {(whole) => <Content whole={whole} />}
      </Answered>
    </Dialog>
  );
}
