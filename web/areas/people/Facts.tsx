import type { ComponentChildren } from 'preact';
import type { FullPerson, Someone } from '#services/user/answers.ts';
import { me } from '../../data/rights.ts';
import { Section } from '../../kit/Section.tsx';
import { speech } from '../../language/appearance.ts';
import { MailLanguage } from '../directory/MailLanguage.tsx';
import { MailTo, PersonName } from '../directory/PersonLink.tsx';
import { weekText } from './week.ts';

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children ?? '–'}</dd>
  </div>
);

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
          {person.locale === null ? text('people.locale.none') : word('locale', person.locale)}
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
        <Fact name={text('department')}>{department}</Fact>
        <Fact name={text('role.manager')}>{managerId === null ? null : <PersonName employeeId={managerId} />}</Fact>
        <Fact name={text('email')}>
          <MailTo address={email} />
        </Fact>
        <Fact name={text('employeeId')}>{employeeId}</Fact>
        {person.access === 'full' && <FullFacts person={person} />}
      </dl>
      {person.access === 'full' && employeeId === me.value && (
        <MailLanguage
          person={person}
          label={text('people.locale')}
          hint={text('person.locale.hint')}
          none={text('people.locale.none')}
          said={text('person.locale.done')}
        />
      )}
    </Section>
  );
}
