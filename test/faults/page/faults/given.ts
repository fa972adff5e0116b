import type { Step } from '../../fault.js';

export const LINK = 'https://mixpay.me/code/525502dd-e552-4505-b114-32fe32ff23c2';
export const SECOND = 'https://mixpay.me/code/second';
/** A payment that has been opened, and of which nothing has been heard. */
export const OPENED: readonly Step[] = [['answers', 'created'], 'mount', 'press'];
/** The form of last resort. */
export const FORM_SENT = { inWindow: false, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } };
export const ITEM = { 'order-id': '', item: 't-shirt-xl' };
export const ORDERED = {};
export const DEARER = { created: { quoteAmount: '12.00', quoteAssetId: 'usd' } };
export const TWELVE = { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } };
export const IN_TEN_SECONDS = { created: { expiresAt: '2026-11-21T12:00:10Z' } };
export const PAID_LESS = {
  status: 'paid_less',
  payableAmount: '0.0002',
  payableSymbol: 'BTC',
  paymentAmount: '0.00015',
  paymentSymbol: 'BTC',
};
export const PAID_BEFORE = { refused: 409, body: { code: 'already_paid', statusUrl: '/api/mixpay/status/t' } };
export const EVIL = '<img src=x onerror="globalThis.hacked = 1">';
export const NOW_DEARER = { refused: 409, body: { code: 'price_changed', quoteAmount: '12', quoteAssetId: 'usd' } };
export const DEARER_STILL = { refused: 409, body: { code: 'price_changed', quoteAmount: '15', quoteAssetId: 'usd' } };
