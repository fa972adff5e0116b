import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { Store } from '../../src/server/index.js';
import { BrokenLine } from '../helpers/broken-line.js';
import { randomFrom, StoreHistory, wander } from '../helpers/store-history.js';

export interface StoreUnderTest {
  /** The same data, seen by two processes. */
  one: Store;
  other: Store;
  /** Has the lifetimes of these records pass. */
  expire: (...keys: string[]) => Promise<void>;
  /** The same data over a line that breaks. Left out only with `line: false`. */
  over?: (line: BrokenLine) => Store;
  close?: () => Promise<void>;
}

/** What every `Store` must hold to. `open` returns an empty one. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>, { line = true } = {}): void {
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
      'answers what is due after a time, too, however far ahead',
      within(async ({ one, other }) => {
        const now = Date.now();
        const far = now + 5 * 365 * 24 * 3600_000;
        for (const [key, dueAt] of Object.entries({ now, soon: now + 1000, far, further: far + 1 }))
          await one.put(key, key, { ifVersion: null, dueAt });
        const all = Number.MAX_SAFE_INTEGER;
        expect((await other.due(all, 10, now + 1000)).map(({ key }) => key)).to.deep.equal(['far', 'further']);
        expect((await other.due(all, 1, now + 0.5)).map(({ key }) => key)).to.deep.equal(['soon']);
        expect((await other.due(far, 10, far - 1)).map(({ key }) => key)).to.deep.equal(['far']);
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

    it(
      'takes times that are no whole numbers',
      within(async ({ one }) => {
        await one.put('a', 1, { ifVersion: null, dueAt: 1000.25, ttl: 60.125 });
        expect(await one.due(999.75, 10)).to.deep.equal([]);
        expect((await one.due(1001.75, 10)).map(({ key }) => key)).to.deep.equal(['a']);
      }),
    );

    it(
      'forgets a record at the end of its lifetime, and makes it anew',
      within(async ({ one, other, expire }) => {
        const version = await one.put('a', 1, { ifVersion: null, ttl: 60, dueAt: 1 });
        await expire('a');
        expect(await other.get('a')).to.equal(null);
        expect(await one.due(Date.now(), 10)).to.deep.equal([]);
        expect(await one.put('a', 2, { ifVersion: version })).to.equal(null);
        const anew = await other.put('a', 3, { ifVersion: null });
        expect(await one.get('a')).to.deep.equal({ value: 3, version: anew });
        expect(await one.due(Date.now(), 10)).to.deep.equal([]);
      }),
    );

    it(
      'finds what is due behind any number of forgotten records',
      within(async ({ one, other, expire }) => {
        const dead = Array.from({ length: 250 }, (_, n) => `dead-${n}`);
        await Promise.all(dead.map((key) => one.put(key, key, { ifVersion: null, ttl: 60, dueAt: 1 })));
        for (const [n, key] of ['a', 'b', 'c'].entries()) await one.put(key, key, { ifVersion: null, dueAt: 2 + n });
        await expire(...dead);
        expect((await other.due(10, 2)).map(({ key }) => key)).to.deep.equal(['a', 'b']);
        expect((await one.due(10, 500)).map(({ key }) => key)).to.deep.equal(['a', 'b', 'c']);
      }),
    );

    it(
      'is one store to all who write at once: random histories',
      within(async ({ one, other }) => {
        const history = new StoreHistory();
        const writers = Array.from({ length: 6 }, (_, n) => wander(history, n % 2 === 0 ? one : other, randomFrom(n), 25));
        await Promise.all(writers);
        expect(history.faults()).to.deep.equal([]);
        expect([history.refused, history.written > 20]).to.deep.equal([[], true]);
      }),
    );

    if (line) describeBrokenLine(within);
  });
}

type Within = (run: (stores: StoreUnderTest) => Promise<void>) => () => Promise<void>;

/** A connection may break after a write was made and before its result arrives. */
function describeBrokenLine(within: Within): void {
  const overBrokenLine = (run: (store: Store, line: BrokenLine, other: Store) => Promise<void>) =>
    within(async ({ over, other }) => {
      const line = new BrokenLine();
      const store = over?.(line) ?? other;
      await store.get('order:none');
      await run(store, line, other);
    });
  const overwrite = async (store: Store, times: number) => {
    for (let n = 0; n < times; n++) await store.put('a', `theirs-${n}`, { ifVersion: (await store.get('a'))?.version ?? null });
  };

  for (const kind of ['makes', 'changes'] as const)
    for (const when of ['before', 'after'] as const)
      it(
        `${kind} a record once, and knows it, where the line breaks ${when} the write`,
        overBrokenLine(async (store, line, other) => {
          const first = kind === 'makes' ? null : await other.put('a', 'theirs', { ifVersion: null });
          line.breaks.push(when);
          const version = await store.put('a', 'ours', { ifVersion: first, dueAt: 5 });
          expect(version).to.be.a('string');
          expect(await other.get('a')).to.deep.equal({ value: 'ours', version });
          expect((await other.due(5, 10)).map((row) => row.version)).to.deep.equal([version]);
        }),
      );

  it(
    'knows that it has written where another wrote over it before the line was back',
    overBrokenLine(async (store, line, other) => {
      line.breaks.push('after');
      line.meanwhile = () => overwrite(other, 3);
      const version = await store.put('a', 'ours', { ifVersion: null });
      expect(version).to.be.a('string');
      expect((await other.get('a'))?.value).to.equal('theirs-2');
      expect(await other.put('a', 'late', { ifVersion: version })).to.equal(null);
    }),
  );

  for (const existing of [false, true])
    it(
      `knows that another was first where the line broke before the ${existing ? 'change' : 'making'}`,
      overBrokenLine(async (store, line, other) => {
        const first = existing ? await other.put('a', 'old', { ifVersion: null }) : null;
        line.breaks.push('before');
        line.meanwhile = () => overwrite(other, 3);
        expect(await store.put('a', 'ours', { ifVersion: first })).to.equal(null);
        expect((await other.get('a'))?.value).to.equal('theirs-2');
      }),
    );

  it(
    'says that it does not know where nothing tells any more',
    overBrokenLine(async (store, line, other) => {
      line.breaks.push('before');
      line.meanwhile = () => overwrite(other, 12);
      const lost = await store.put('a', 'ours', { ifVersion: null }).catch((error: unknown) => String(error));
      expect(lost).to.match(/whether the record was written is not known: the line went dead/);
      line.always = 'after';
      const dead = await store.put('b', 'ours', { ifVersion: null }).catch((error: unknown) => String(error));
      expect(dead).to.match(/whether the record was written is not known: the line went dead/);
    }),
  );
}
