import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { session } from '../data/session.ts';
import { homeOf } from './catalogue.ts';
import { Missing } from './Missing.tsx';

/** Leads everybody to where they begin, with the filters of the address. */
export function Home() {
  const { url, route } = useLocation();
  const home = 'person' in session.value ? homeOf(session.value.person.roles) : '/sign-in';
  useEffect(() => {
    if (home !== null) route(home + (url.includes('?') ? url.slice(url.indexOf('?')) : ''), true);
  }, [home]);
  return home === null ? <Missing /> : null;
}
