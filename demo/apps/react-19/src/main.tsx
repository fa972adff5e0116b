import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes, useNavigate, useParams } from 'react-router';
import { Checkout } from './Checkout';

function Order() {
  const { orderId = '' } = useParams();
  const navigate = useNavigate();
  return (
    <main>
      <h1>Order {orderId}</h1>
      <Checkout orderId={orderId} total="10.00" onPaid={() => navigate('/thanks')} />
    </main>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <BrowserRouter>
      <Routes>
        <Route path="/" element={<Link to="/orders/order-1042">Order order-1042</Link>} />
        <Route path="/orders/:orderId" element={<Order />} />
        <Route path="/thanks" element={<p role="status">Thank you. The order is paid.</p>} />
      </Routes>
    </BrowserRouter>
  </StrictMode>,
);
