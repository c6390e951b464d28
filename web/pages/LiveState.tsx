import { Moon, Radio, Unplug } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { localDate } from '#lib/dates.ts';
import { frozenSince, standing } from '../data/live.ts';
import { zone } from '../data/zone.ts';
import { announce, speech, today } from '../language/appearance.ts';

const icons = { connecting: Radio, live: Radio, stale: Unplug, frozen: Moon } as const;

const isToday = (at: number): boolean => localDate(at, zone.value) === today.value;

/** Whether the numbers follow the events as they come; only losing and regaining that is announced. */
export function LiveState() {
  const { state, at } = standing.value;
  const { text, time, moment } = speech.value;
  const former = useRef(state);
  useEffect(() => {
    if (state === 'stale' && former.current === 'live') announce(text('live.lost', { time: time(at ?? Date.now()) }));
    if (state === 'live' && former.current === 'stale') announce(text('live.restored'));
    former.current = state;
  }, [state]);
  const stale = at === null ? text('live.never') : text('live.stale', { time: time(at) });
  const since = frozenSince.value;
  const frozen =
    since === null ? text('live.frozen') : text('live.frozen.at', { at: isToday(since) ? time(since) : moment(since) });
  const said = state === 'stale' ? stale : state === 'frozen' ? frozen : text(`live.${state}`);
  const Icon = icons[state];
  return (
    <span class={`live inline live-${state}`} data-live={state}>
      <Icon size={14} aria-hidden="true" />
      <span>{said}</span>
    </span>
  );
}
