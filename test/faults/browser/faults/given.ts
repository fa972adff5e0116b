export const named = (orderId: string, more: Record<string, string> = {}): { attributes: Record<string, string> } => ({
  attributes: { 'order-id': orderId, ...more },
});
export const CSP = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
};
export const COOP = { 'Cross-Origin-Opener-Policy': 'same-origin' };
export const FORM =
  '<form slot="fallback" method="post" action="/api/mixpay"><input type="hidden" name="orderId" value="T-form-1"><button>Pay</button></form>';
