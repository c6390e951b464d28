import { useRoute } from 'preact-iso';
import '../leave/leave.css';
import './people.css';
import type { Someone } from '#services/user/answers.ts';
import { personName } from '../../data/personName.ts';
import { isHr, isOffice, me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { pathOf } from '../directory/path.ts';
import { Facts } from './Facts.tsx';
import { History } from './History.tsx';
import { LeaveOf } from './LeaveOf.tsx';
import { PersonActions } from './PersonActions.tsx';
import { Team } from './Team.tsx';

/** Where somebody is, or since when no more. */
function Answer({ person }: { person: Someone }) {
  const { sentence, day } = speech.value;
  const full = person.access === 'full' ? person : null;
  const values = {
    name: personName(person),
    department: person.department ?? '',
    from: full?.hiredOn ? day(full.hiredOn) : '',
    last: full?.lastDay ? day(full.lastDay) : '',
  };
  if (full !== null && full.erasureRequestedAt !== null) return <Words segments={sentence('person.answer.erased')} />;
  if (full?.lastDay) return <Words segments={sentence('person.answer.left', values)} />;
  if (person.department === null) return <Words segments={sentence('person.answer.nowhere', values)} />;
  return <Words segments={sentence(full?.hiredOn ? 'person.answer.since' : 'person.answer', values)} />;
}

/** Balances and requests are for their managers and HR; one's own are on a page of their own. */
const seesLeave = (person: Someone): boolean =>
  person.access === 'full' && person.employeeId !== me.value && (isHr.value || !isOffice.value);

const Body = ({ person }: { person: Someone }) => (
  <>
    <p class="answer people-answer">
      <Answer person={person} />
    </p>
    <div class="leave-grid columns person">
      <div class="side-panels columns">
        <Facts person={person} />
        <Team person={person} />
      </div>
      <div class="side-panels columns">
        {seesLeave(person) && <LeaveOf employeeId={person.employeeId} />}
        {person.access === 'full' && <History person={person} />}
      </div>
    </div>
  </>
);

/** One person, as much as may be seen of them. */
export default function Person() {
  const { params } = useRoute();
  const { text } = speech.value;
  const id = params.id ?? '';
  const asking = useAsk<Someone>(pathOf({ employeeId: id }), { live: ['employees'] });
  const person = asking.data?.employeeId === id ? asking.data : null;
  const own = id === me.value;
  const title = own
    ? text('page.person.own')
    : text('page.person', { name: person === null ? id : personName(person) });
  const actions = isOffice.value && person?.access === 'full' ? <PersonActions person={person} /> : undefined;
  return (
    <Page title={title} back={{ href: '/people', name: text('nav.people') }} actions={actions}>
      <Answered of={{ ...asking, data: person }} skeleton="form-skeleton">
        {(known) => <Body key={id} person={known} />}
      </Answered>
    </Page>
  );
}
