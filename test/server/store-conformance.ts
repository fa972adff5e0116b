import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { Store } from '../../src/server/index.js';

export interface StoreUnderTest {
  /** The same data, seen by two processes. */
  one: Store;
  other: Store;
  close?: () => Promise<void>;
}

/** What every `Store` must hold to. `open` answers an empty one. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  const within = (run: (stores: StoreUnderTest) => Promise<void>) => async () => {
    const stores = await open();
    try {
      await run(stores);
    } finally {
      await stores.close?.();
    }
  };

  describe(name, () => {
    it(
      'answers null for what it does not have',
      within(async ({ one }) => {
        expect(await one.get('order:none')).to.equal(null);
      }),
    );

    it(
      'keeps JSON as it is, for whoever shares it',
      within(async ({ one, other }) => {
        const value = { text: 'ü — \u{1f600} "\\\n', n: 1.5, list: [null, true, { deep: '' }] };
        const version = await one.put('order:a', value, { ifVersion: null });
        expect(version).to.be.a('string');
        expect(await other.get('order:a')).to.deep.equal({ value, version });
      }),
    );

    it(
      'does not hand out its own objects',
      within(async ({ one }) => {
        const value = { list: [1] };
        await one.put('order:a', value, { ifVersion: null });
        value.list.push(2);
        const first = await one.get('order:a');
        (first?.value as typeof value).list.push(3);
        expect((await one.get('order:a'))?.value).to.deep.equal({ list: [1] });
      }),
    );

    it(
      'refuses to make what exists, and to change what has changed or is missing',
      within(async ({ one, other }) => {
        const first = await one.put('order:a', 1, { ifVersion: null });
        expect(await other.put('order:a', 2, { ifVersion: null })).to.equal(null);
        const second = await other.put('order:a', 2, { ifVersion: first });
        expect(second).to.be.a('string').and.not.equal(first);
        expect(await one.put('order:a', 3, { ifVersion: first })).to.equal(null);
        expect(await one.put('order:b', 3, { ifVersion: first })).to.equal(null);
        expect((await one.get('order:a'))?.value).to.equal(2);
      }),
    );

    it(
      'lets one of many simultaneous writers win, every time',
      within(async ({ one, other }) => {
        let version: string | null = null;
        for (let round = 0; round < 10; round++) {
          const ifVersion: string | null = version;
          const writes = Array.from({ length: 8 }, (_, writer) =>
            (writer % 2 === 0 ? one : other).put('order:a', { round, writer }, { ifVersion }),
          );
          const won: (string | null)[] = (await Promise.all(writes)).filter((result) => result !== null);
          expect(won).to.have.length(1);
          version = won[0] ?? null;
        }
      }),
    );

    it(
      'loses no write of writers that try again',
      within(async ({ one, other }) => {
        const add = async (store: Store): Promise<void> => {
          for (;;) {
            const found = await store.get('counter');
            if ((await store.put('counter', Number(found?.value ?? 0) + 1, { ifVersion: found?.version ?? null })) !== null) return;
          }
        };
        await Promise.all(Array.from({ length: 20 }, (_, writer) => add(writer % 2 === 0 ? one : other)));
        expect((await one.get('counter'))?.value).to.equal(20);
      }),
    );

    it(
      'answers what is due, oldest first, and no more than asked',
      within(async ({ one, other }) => {
        const now = Date.now();
        for (const [key, dueAt] of Object.entries({ c: now + 3, a: now + 1, b: now + 2, later: now + 99 }))
          await one.put(key, key, { ifVersion: null, dueAt });
        await one.put('never', 'never', { ifVersion: null });
        expect((await other.due(now + 3, 10)).map(({ key }) => key)).to.deep.equal(['a', 'b', 'c']);
        expect((await other.due(now + 3, 2)).map(({ value }) => value)).to.deep.equal(['a', 'b']);
        expect(await other.due(now, 10)).to.deep.equal([]);
      }),
    );

    it(
      'clears what was due with a write that names no time, and names the version to write over',
      within(async ({ one }) => {
        const dueAt = Date.now();
        await one.put('a', 1, { ifVersion: null, dueAt });
        const [row] = await one.due(dueAt, 10);
        expect(await one.put('a', 2, { ifVersion: row?.version ?? null })).to.be.a('string');
        expect(await one.due(dueAt + 1000, 10)).to.deep.equal([]);
      }),
    );

    it(
      'takes a lifetime, and takes it back',
      within(async ({ one, other }) => {
        const first = await one.put('a', 1, { ifVersion: null, ttl: 60, dueAt: 1 });
        expect((await other.get('a'))?.value).to.equal(1);
        const second = await other.put('a', 2, { ifVersion: first });
        expect(await one.get('a')).to.deep.equal({ value: 2, version: second });
        expect(await one.due(Date.now(), 10)).to.deep.equal([]);
      }),
    );
  });
}
