import { MixPayButton } from 'mixpay-button/preact';
import 'mixpay-button/pre.css';

export function Checkout({ orderId, total, onPaid }: { orderId: string; total: string; onPaid: () => void }) {
  return (
    <MixPayButton
      endpoint="/api/mixpay"
      checkoutBase="http://localhost:4010/code/" // the sandbox: leave it out to take real payments
      orderId={orderId}
      quoteAmount={total}
      quoteAssetId="usd"
      onSuccess={onPaid}
    />
  );
}
