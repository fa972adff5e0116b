/** The situations of a dialog, in the order in which a payer may meet them. Each is a picture of its own. */
export const SITUATIONS = [
  'requesting',
  'open',
  'opened-elsewhere',
  'embedded',
  'unseen',
  'not-followed',
  'untracked',
  'copying-failed',
  'confirming',
  'processing',
  'under-review',
  'underpaid',
  'underpaid-too-late',
  'overdue',
  'paid',
  'overpaid',
  'failed',
  'failed-with-money',
  'price-changed',
  'not-started',
] as const;

export type Situation = (typeof SITUATIONS)[number];
