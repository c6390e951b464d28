import { computed, effect, untracked } from '@preact/signals';
import type { FullPerson } from '#services/user/answers.ts';
import { asPerson } from '../data/authorized.ts';
import { follow } from '../data/live.ts';
import { followNotices } from '../data/notices.ts';
import { learnNames, session } from '../data/session.ts';
import { suggestLanguage } from '../language/appearance.ts';

async function askNames(): Promise<void> {
  const answer = await asPerson<FullPerson>('/api/user/me');
  if (answer.ok) learnNames(answer.data);
}

/** Who, and in which roles: others see another stream. null: nobody, or somebody who may see nothing yet. */
const signedInAs = computed(() => {
  if (session.value.state !== 'signed-in' || session.value.person.roles.length === 0) return null;
  const { employeeId, roles } = session.value.person;
  return [employeeId, ...roles].join(' ');
});

/** What goes on as long as somebody is signed in: changes and notices are followed, and their name is known. */
export function attend(): void {
  effect(() => {
    if (signedInAs.value === null) return;
    const ends = untracked(() => {
      if (session.value.state === 'signed-in') suggestLanguage(session.value.person.locale);
      void askNames();
      return [follow(), followNotices()];
    });
    return () => {
      for (const end of ends) end();
    };
  });
}
