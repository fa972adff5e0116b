import { css, html, LitElement } from 'lit';

/** What any button made with Lit costs: one property, one style sheet, one template, one listener. */
class BareLitButton extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
    }
    button {
      font: inherit;
      padding: 8px 16px;
      border-radius: 8px;
      cursor: pointer;
    }
  `;

  static override properties = { label: {} };

  declare label: string;

  constructor() {
    super();
    this.label = '';
  }

  protected override render() {
    return html`<button part="button" type="button" @click=${() => this.#press()}><slot>${this.label}</slot></button>`;
  }

  #press(): void {
    this.dispatchEvent(new Event('bare-press'));
  }
}

customElements.define('bare-button', BareLitButton);
