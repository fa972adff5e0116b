import { Component, input, output } from '@angular/core';
import { MixPayButton } from 'mixpay-button/angular';

@Component({
  selector: 'app-checkout',
  imports: [MixPayButton],
  // The shop is on another origin, which names this one in its `origins`. checkoutBase is the sandbox's: leave it out to take
  // real payments.
  template: `
    <mixpay-button
      endpoint="http://localhost:3000/api/mixpay"
      checkoutBase="http://localhost:4010/code/"
      [orderId]="orderId()"
      [quoteAmount]="total()"
      quoteAssetId="usd"
      (mixpay-success)="paid.emit()"
    ></mixpay-button>
  `,
})
export class Checkout {
  readonly orderId = input.required<string>();
  readonly total = input.required<string>();
  readonly paid = output();
}
