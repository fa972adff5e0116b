import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { Checkout } from './Checkout';

const order = { id: 'order-1042', total: '10.00' };

function App() {
  const [paid, setPaid] = createSignal(false);
  return (
    <main>
      <h1>Order {order.id}</h1>
      <Checkout orderId={order.id} total={order.total} onPaid={() => setPaid(true)} />
      <Show when={paid()}>
        <p role="status">Thank you. The order is paid.</p>
      </Show>
    </main>
  );
}

render(() => <App />, document.getElementById('root')!);
