import { Menu as MenuIcon, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { SignedIn } from '../data/session.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { speech } from '../language/appearance.ts';
import { writeFilters } from '../panels/filters/address.ts';
import { useFilters } from '../panels/filters/useFilters.ts';
import { AccountMenu, NoticeBell } from './Account.tsx';
import { groups, isListed, type PageEntry, pageOf, pages } from './catalogue.ts';
import { LiveState } from './LiveState.tsx';

/** Whether an address lies in a page's part: `/people/7` in `/people`. */
const isIn = (path: string, page: PageEntry): boolean => path === page.path || path.startsWith(`${page.path}/`);

/** Pages of figures keep the filters of the one you come from. */
function PageLink({ page }: { page: PageEntry }) {
  const { path } = useLocation();
  const { filters } = useFilters();
  if (page.nav === null) return null;
  const { key, Icon } = page.nav;
  const kept = page.filters === true && pageOf(path)?.filters === true ? writeFilters(filters) : '';
  return (
    <a href={page.path + kept} aria-current={isIn(path, page) ? 'page' : undefined}>
      <Icon size={16} aria-hidden="true" />
      {speech.value.text(key)}
    </a>
  );
}

function Navigation({ person, id, open }: { person: SignedIn; id: string; open: boolean }) {
  const { text } = speech.value;
  const own = pages.filter((page) => isListed(page, person.roles));
  const shown = groups
    .map((group) => ({ group, members: own.filter(({ nav }) => nav?.group === group) }))
    .filter(({ members }) => members.length > 0);
  return (
    <nav id={id} aria-label={text('nav.label')} data-open={open}>
      {shown.map(({ group, members }) => (
        <div key={group} class="nav-group">
          {shown.length > 1 && <span class="nav-title">{text(`nav.group.${group}`)}</span>}
          {members.map((page) => (
            <PageLink key={page.path} page={page} />
          ))}
        </div>
      ))}
    </nav>
  );
}

/** What stands beside every page: a column on a wide screen, a bar with a menu on a narrow one. */
export function Side({ person }: { person: SignedIn }) {
  const { path } = useLocation();
  const [open, setOpen] = useState(false);
  const { text } = speech.value;
  useEffect(() => setOpen(false), [path]);
  return (
    <header class="side">
      <a class="brand inline" href="/">
        <img src="/mark.svg" alt="" width="20" height="20" />
        {text('product.name')}
      </a>
      {person.roles.length > 0 && <NoticeBell />}
      <IconButton
        class="nav-button"
        Icon={open ? X : MenuIcon}
        size={18}
        label={text(open ? 'nav.close' : 'nav.open')}
        aria-expanded={open}
        aria-controls="pages"
        onClick={() => setOpen(!open)}
      />
      <Navigation person={person} id="pages" open={open} />
      {person.roles.length > 0 && <LiveState />}
      <AccountMenu person={person} />
    </header>
  );
}
