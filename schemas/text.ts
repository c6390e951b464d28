/** Text for people, in both languages. */
export interface Text {
  readonly en: string;
  readonly uk: string;
}
