import { correction, generate } from 'lean-qr/nano';

/** The least that a payment can be: a button that posts, and an encoder that draws what was answered, both loaded with the page. */
document.querySelector('#bare')?.addEventListener('click', () => void pay());

async function pay(): Promise<void> {
  const response = await fetch('/api/mixpay', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ orderId: 'bare-1', quoteAmount: '10', quoteAssetId: 'usd' }),
  });
  const { code } = (await response.json()) as { code: string };
  draw(`https://mixpay.me/code/${code}`);
}

function draw(url: string): void {
  const modules = generate(url, { minCorrectionLevel: correction.M });
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) if (modules.get(column, row)) path += `M${column} ${row}h1v1h-1z`;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('width', '200');
  svg.setAttribute('id', 'bare-qr');
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  drawing.setAttribute('d', path);
  svg.append(drawing);
  document.body.append(svg);
}
