import type { ComponentChildren } from 'preact';
import { locales } from '#schemas/access/people.ts';
import type { FullPerson, Someone } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { refreshUnder } from '../../data/resource.ts';
import { me } from '../../data/rights.ts';
import { Select } from '../../kit/Field.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast, toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { PersonName } from '../directory/PersonLink.tsx';
import { weekText } from './week.ts';

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children ?? '–'}</dd>
  </div>
);

/** What a person changes of themselves. */
function OwnLanguage({ person }: { person: FullPerson }) {
  const { text } = speech.value;
  async function change(locale: string): Promise<void> {
    const answer = await send('PATCH', '/api/user/me', { locale }, { ifMatch: person.version });
    if (answer.ok) return toast(text('person.locale.done'));
    if (answer.problem.code === 'stale') refreshUnder('/api/user');
    toastProblem(answer.problem);
  }
  const none = person.locale === null ? [['', text('people.locale.none')] as const] : [];
  return (
    <Select
      label={text('people.locale')}
      name="locale"
      hint={text('person.locale.hint')}
      value={person.locale ?? ''}
      change={(locale) => void change(locale)}
      options={[...none, ...locales.map((one) => [one, text(`people.locale.${one}`)] as const)]}
    />
  );
}

function FullFacts({ person }: { person: FullPerson }) {
  const { text, day, word } = speech.value;
  const own = person.employeeId === me.value;
  return (
    <>
      <Fact name={text('person.week')}>{weekText(speech.value, person.schedule) || text('person.week.none')}</Fact>
      <Fact name={text('people.hiredOn')}>{person.hiredOn === null ? null : day(person.hiredOn)}</Fact>
      {person.lastDay !== null && <Fact name={text('person.lastDay')}>{day(person.lastDay)}</Fact>}
      <Fact name={text('people.region')}>{person.region}</Fact>
      {!own && (
        <Fact name={text('people.locale')}>
          {person.locale === null ? text('people.locale.none') : word('people.locale', person.locale)}
        </Fact>
      )}
    </>
  );
}

/** What may be seen of a person. */
export function Facts({ person }: { person: Someone }) {
  const { text } = speech.value;
  const { department, managerId, email, employeeId } = person;
  return (
    <Section id="facts" title={text('person.facts')}>
      <dl class="facts">
        <Fact name={text('people.department')}>{department}</Fact>
        <Fact name={text('people.manager')}>{managerId === null ? null : <PersonName employeeId={managerId} />}</Fact>
        <Fact name={text('people.email')}>{email === null ? null : <a href={`mailto:${email}`}>{email}</a>}</Fact>
        <Fact name={text('people.employeeId')}>{employeeId}</Fact>
        {person.access === 'full' && <FullFacts person={person} />}
      </dl>
      {person.access === 'full' && employeeId === me.value && <OwnLanguage person={person} />}
    </Section>
  );
}
