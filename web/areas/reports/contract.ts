/** What reports answers of a subscription. */
export interface Subscription {
  readonly id: string;
  readonly version: number;
  readonly span: 'week' | 'month';
  /** null: everybody whom the reader may see. */
  readonly department: string | null;
  readonly cron: string;
  readonly zone: string;
  readonly locale: 'uk' | 'en';
  readonly workbook: boolean;
  readonly skipEmpty: boolean;
  readonly enabled: boolean;
  /** RFC 3339; null: switched off. */
  readonly nextAt: string | null;
}

/** What a person chooses of it. */
export type Choice = Omit<Subscription, 'id' | 'version' | 'nextAt'>;

export interface Delivery {
  readonly scheduledAt: string;
  readonly byHand: boolean;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly messageId: string;
}
