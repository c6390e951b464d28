import { useEffect, useRef } from 'preact/hooks';
import type { Segment } from '../language/message.ts';

/** A sentence whose figures are louder than its words. */
export const Words = ({ segments }: { segments: readonly Segment[] }) => (
  <>
    {segments.map(({ text, figure }, index) =>
      figure ? <Tick key={index} text={text} /> : <span key={index}>{text}</span>,
    )}
  </>
);

/** A figure that shows briefly when it has changed. */
export function Tick({ text }: { text: string }) {
  const element = useRef<HTMLElement>(null);
  const former = useRef(text);
  useEffect(() => {
    if (former.current === text) return;
    former.current = text;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    element.current?.animate([{ backgroundColor: 'var(--tick)' }, { backgroundColor: 'transparent' }], {
      duration: 1200,
      easing: 'ease-out',
    });
  }, [text]);
  return (
    <strong ref={element} class="figure">
      {text}
    </strong>
  );
}
