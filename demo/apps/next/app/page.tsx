import { orders } from '../lib/orders';
import { Checkout } from './Checkout';

export const dynamic = 'force-dynamic'; // an order is one visitor's: never in cached HTML

export default function Page() {
  const orderId = 'order-1042';
  const total = orders.get(orderId)?.total ?? '';
  return (
    <main>
      <h1>Order {orderId}</h1>
      <Checkout orderId={orderId} total={total} />
    </main>
  );
}
