import type { DirectoryEntry, DirectoryPage, Managers, Someone, Teammates } from '#services/user/answers.ts';
import { addressOf } from '../../data/address.ts';
import { personName } from '../../data/personName.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Section } from '../../kit/Section.tsx';
import { speech } from '../../language/appearance.ts';
import { hrefOf, PersonLine } from '../directory/PersonLink.tsx';
import { pathOf } from '../directory/path.ts';

/** So many are listed; the rest is found in the directory. */
const mostShown = 12;

/** From the top of the company down to the person. */
const Chain = ({ managers, person }: { managers: readonly DirectoryEntry[]; person: Someone }) => (
  <ol class="chain wrap" aria-label={speech.value.text('team.chain')}>
    {managers.toReversed().map((one) => (
      <li key={one.employeeId}>
        <a href={hrefOf(one.employeeId)}>{personName(one)}</a>
      </li>
    ))}
    <li aria-current="true">{personName(person)}</li>
  </ol>
);

function Group({ title, people }: { title: string; people: readonly DirectoryEntry[] }) {
  const { plural } = speech.value;
  if (people.length === 0) return null;
  return (
    <>
      <h3>
        {title} <small>{plural('unit.people', people.length)}</small>
      </h3>
      <ul class="team stack">
        {people.slice(0, mostShown).map((one) => (
          <li key={one.employeeId}>
            <PersonLine person={one} more={one.department} />
          </li>
        ))}
      </ul>
      {people.length > mostShown && <small>{plural('team.more', people.length - mostShown)}</small>}
    </>
  );
}

/** Who stands above a person, who reports to them, and who beside them to the same manager. */
export function Team({ person }: { person: Someone }) {
  const { text } = speech.value;
  const live = { live: ['employees'] };
  const above = useAsk<Managers>(pathOf(person, '/managers'), live);
  const { data: beside } = useAsk<Teammates>(pathOf(person, '/team'), live);
  const below = addressOf('/api/user/people', { managerId: person.employeeId, active: 'true', limit: 500 });
  const { data: reports } = useAsk<DirectoryPage>(below, live);
  return (
    <Section id="team" title={text('nav.group.team')}>
      <Answered of={above} skeleton="team-skeleton">
        {({ rows }) => <Chain managers={rows} person={person} />}
      </Answered>
      <Group title={text('team.reports')} people={reports?.rows ?? []} />
      <Group title={text('team.beside')} people={beside?.members ?? []} />
    </Section>
  );
}
