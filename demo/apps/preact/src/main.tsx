import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Checkout } from './Checkout';

const order = { id: 'order-1042', total: '10.00' };

function App() {
  const [paid, setPaid] = useState(false);
  return (
    <main>
      <h1>Order {order.id}</h1>
      <Checkout orderId={order.id} total={order.total} onPaid={() => setPaid(true)} />
      <p role="status">{paid && 'Thank you. The order is paid.'}</p>
    </main>
  );
}

render(<App />, document.getElementById('root')!);
