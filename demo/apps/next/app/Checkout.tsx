'use client';
import { useState } from 'react';
import { MixPayButton } from 'mixpay-button/react';

export function Checkout({ orderId, total }: { orderId: string; total: string }) {
  const [paid, setPaid] = useState(false);
  return (
    <>
      <MixPayButton
        endpoint="/api/mixpay"
        checkoutBase="http://localhost:4010/code/" // the sandbox: leave it out to take real payments
        orderId={orderId}
        quoteAmount={total}
        quoteAssetId="usd"
        onSuccess={() => setPaid(true)}
      />
      <p role="status">{paid && 'Thank you. The order is paid.'}</p>
    </>
  );
}
