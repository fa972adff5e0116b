import { expect } from '@open-wc/testing';

/** What the console was told while something ran. */
async function told(work: () => Promise<unknown>): Promise<string[]> {
  const { info } = console;
  const lines: string[] = [];
  console.info = (line: string) => lines.push(line);
  try {
    await work();
  } finally {
    console.info = info;
  }
  return lines;
}

describe('a second copy of the script', () => {
  it('leaves the first in place, and says once which version counts', async () => {
    class First extends HTMLElement {
      static readonly version = '0.0.9';
    }
    customElements.define('mixpay-button', First);
    const lines = await told(() => import('../../src/define.js'));
    expect(customElements.get('mixpay-button')).to.equal(First);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^<mixpay-button> 0\.0\.9 is on this page already; \d+\.\d+\.\d+\S* is not used$/);
  });
});
