import { expect } from 'chai';
import type { Step } from '../fault.js';
import { PAGE_FAULTS } from '../faults.js';
import { Scene, type Holds } from './scene.js';

for (const [chapter, faults] of Object.entries(PAGE_FAULTS)) {
  describe(chapter, () => {
    for (const { name, when, then } of faults) it(name, () => play(when, then));
  });
}

async function play(steps: readonly Step[], then: Holds): Promise<void> {
  const scene = new Scene();
  let left: Awaited<ReturnType<Scene['end']>> | undefined;
  try {
    for (const step of steps) {
      const [verb, ...values] = typeof step === 'string' ? [step] : step;
      await (scene[verb] as (...given: unknown[]) => void | Promise<void>).apply(scene, values);
      await scene.settle();
    }
    const facts = scene.facts();
    for (const [name, value] of Object.entries(then))
      if (name in facts) expect(facts[name as keyof typeof facts], `${name}, of ${JSON.stringify(facts)}`).to.deep.equal(value);
    expect(scene.failures(then)).to.deep.equal([]);
  } finally {
    left = await scene.end();
  }
  expect(left).to.deep.equal({ timers: 0, thrown: [], foreign: [], untyped: 0, undeservedSuccess: false });
}
