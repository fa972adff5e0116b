import { Component, CUSTOM_ELEMENTS_SCHEMA, input, output } from '@angular/core';
import 'mixpay-button/define';

@Component({
  selector: 'app-checkout',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  // The shop is on another origin, which names this one in its `origins`. checkout-base is the sandbox's: leave it out to take
  // real payments.
  template: `
    <mixpay-button
      endpoint="http://localhost:3000/api/mixpay"
      checkout-base="http://localhost:4010/code/"
      [orderId]="orderId()"
      [quoteAmount]="total()"
      quote-asset-id="usd"
      (mixpay-success)="paid.emit()"
    ></mixpay-button>
  `,
})
export class Checkout {
  readonly orderId = input.required<string>();
  readonly total = input.required<string>();
  readonly paid = output();
}
