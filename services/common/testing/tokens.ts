import type { Person } from '../people.ts';
import type { Verify } from '../tokens.ts';

export interface TestIssuer {
  readonly verify: Verify;
  /** An access token as auth would sign it; what is left out of the person is an employee's, in English. */
  tokenFor(person: Partial<Person> & { readonly employeeId: string }): Promise<string>;
  /** The JSON that auth would publish. */
  readonly jwks: object;
}

/** Keys of its own, made now. */
export function testIssuer(): Promise<TestIssuer> {
  throw new Error('not built yet');
}
