import type { output, ZodType } from 'zod';

/** What an answer of this shape is: `AnswerOf<typeof departments>`. */
export type AnswerOf<Shape extends ZodType> = output<Shape>;
