/** How the shop knows its visitors again: by a cookie where there is a server, by what the browser keeps where there is none. */
export interface Visitors {
  /** Who is asking, in a form that may be stored. Undefined for somebody who has not been here. */
  of(request: Request): Promise<string | undefined>;
  /** A new visitor, and the headers that make the browser remember them. */
  welcome(): Promise<{ visitor: string; headers: Record<string, string> }>;
  /** The headers that make the browser forget its visitor. */
  farewell(): Promise<Record<string, string>>;
}

/** 32 random hex digits. */
export function newToken(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** A hash of what the browser holds, so that what is stored opens nobody's orders. */
export async function visitorOfToken(token: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

/** What a visitor's order ids begin with: `T7f3k2a9`. */
export function orderPrefix(visitor: string): string {
  return `T${BigInt(`0x${visitor}`).toString(36).slice(-8)}`;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
