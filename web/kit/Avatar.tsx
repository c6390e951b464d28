interface AvatarProps {
  /** First and last name; where both are missing the id stands in. */
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly id: string;
  readonly size?: 24 | 32;
}

/** The letters that stand for a person. */
const initialsOf = ({ firstName, lastName, id }: AvatarProps): string =>
  [firstName, lastName].map((name) => [...(name ?? '')][0] ?? '').join('') || [...id].slice(0, 2).join('');

const tints = 6;
const tintOf = (id: string): number =>
  [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % tints;

/** A person's initials on a tint of their own; for the eye alone, the name stands beside it. */
export const Avatar = (props: AvatarProps) => (
  <span
    class={`avatar avatar-${props.size ?? 32} tint-${tintOf(props.id)}`}
    data-initials={initialsOf(props).toUpperCase()}
    aria-hidden="true"
  />
);
