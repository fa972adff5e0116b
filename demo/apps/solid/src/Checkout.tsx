import { MixPayButton } from 'mixpay-button/solid';
import 'mixpay-button/pre.css';

export function Checkout(props: { orderId: string; total: string; onPaid: () => void }) {
  return (
    <MixPayButton
      endpoint="/api/mixpay"
      checkoutBase="http://localhost:4010/code/" // the sandbox: leave it out to take real payments
      orderId={props.orderId}
      quoteAmount={props.total}
      quoteAssetId="usd"
      onSuccess={props.onPaid}
    />
  );
}
