import type { ReactNode } from 'react';
import 'mixpay-button/pre.css';

export const metadata = { title: 'Order order-1042', icons: 'data:,' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
