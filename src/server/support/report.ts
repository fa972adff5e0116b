import type { AttemptPicture, OrderPicture } from '../picture.js';

/** Stands over everything that is printed of an order. */
export const CONFIDENTIAL =
  'CONFIDENTIAL: an order, its amounts and its payment reference. Tell the customer what is theirs, and nobody else anything.';

/** What a person reads of an order. */
export function reportOrder({ orderId, state, derived, attempts, owed }: OrderPicture): string {
  const owes = owed.map(
    ({ hook, attempt, tries, dueAt, running, reason }) =>
      `  ${hook} of payment ${attempt}: ${running ? 'running' : `due ${dueAt}`}${tries === 0 ? '' : `, failed ${tries} times`}${told(', ', reason)}`,
  );
  return [
    CONFIDENTIAL,
    '',
    `order ${printable(orderId)}: ${state}${derived ? ' (the shop gave no id; it was derived from the page’s key)' : ''}`,
    ...(attempts.length === 0 ? ['  no payment has been asked for'] : attempts.flatMap(attemptLines)),
    '',
    owes.length === 0 ? 'Hooks owed: none' : 'Hooks owed:',
    ...owes,
  ].join('\n');
}

function attemptLines(attempt: AttemptPicture): string[] {
  const { quoteAmount, quoteAssetId, quoteSymbol = quoteAssetId, result } = attempt;
  const facts: [string, string | undefined][] = [
    ['reference', attempt.traceId],
    ['made', `${attempt.createdAt}, payable until ${attempt.expiresAt}`],
    ['item', attempt.item],
    ['page shows', attempt.shown],
    ['MixPay', result === undefined ? notHeard(attempt) : resultLine(result, attempt.readAt)],
    ['transaction', result?.txid],
    ['mismatch', attempt.mismatch?.join(', ')],
    ['put aside', attempt.declined],
    ['resolved', attempt.resolvedAt],
    ['hooks told', attempt.told.join(', ') || 'none'],
    ['next look', attempt.nextLookAt ?? 'never again'],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`    ${name.padEnd(12)}${printable(value)}`]));
  const replaced = attempt.superseded ? ', replaced' : '';
  return ['', `  payment ${attempt.attempt}: ${attempt.state}${replaced}, ${quoteAmount} ${printable(quoteSymbol)}`, ...lines];
}

function notHeard({ apiCode, readAt }: AttemptPicture): string {
  if (apiCode !== undefined) return `refused to make it (${apiCode})`;
  return readAt === undefined ? 'not asked yet' : `knew nothing of it at ${readAt}`;
}

function resultLine(result: NonNullable<AttemptPicture['result']>, readAt: string | undefined): string {
  const { rawStatus, failureCode, failureReason, paymentAmount, paymentSymbol, surplusAmount, surplusStatus, settleStatus } = result;
  return [
    `${rawStatus}${told(' at ', readAt)}`,
    paymentAmount === undefined ? undefined : `received ${paymentAmount} ${paymentSymbol ?? ''}`.trim(),
    failureCode === undefined ? undefined : `failure ${failureCode}${told(', ', failureReason)}`,
    surplusAmount === undefined ? undefined : `surplus ${surplusAmount}${told(' ', surplusStatus)}`,
    settleStatus === undefined ? undefined : `settlement ${settleStatus}`,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
}

const told = (before: string, text: string | undefined): string => (text === undefined ? '' : `${before}${printable(text)}`);

/** What payers and MixPay have written must not move a terminal's cursor. */
const printable = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');
