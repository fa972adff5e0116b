import { Component, signal } from '@angular/core';
import { Checkout } from './checkout';

@Component({
  selector: 'app-root',
  imports: [Checkout],
  template: `
    <h1>Order {{ order.id }}</h1>
    <app-checkout [orderId]="order.id" [total]="order.total" (paid)="paid.set(true)" />
    <p role="status">{{ paid() ? 'Thank you. The order is paid.' : '' }}</p>
  `,
})
export class App {
  readonly order = { id: 'order-1042', total: '10.00' };
  readonly paid = signal(false);
}
