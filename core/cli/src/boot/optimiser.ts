import { setFlagsFromString } from 'node:v8';

/** V8's own choice, and the only one under which Node takes the compiled code that it brings for its own modules. */
const OWN = 67_584;
/**
 * Work that a function has to do before V8 optimises it, in bytes of its code run. Most commands end before optimising
 * pays: with its own choice V8 spends a third of the CPU of `template` for a large chart on it, with eight times as much
 * still a twelfth. Loops that go on are optimised all the same.
 */
const PATIENT = 32 * OWN;

/** Later versions than that of Node 20 have a compiler more for such code, and do not know the flag. */
const isKnown = process.versions.v8.startsWith('11.');

/** Must be called before any compiled code is looked at, which V8 takes only under the flags that it was made under. */
export function delayOptimising(): void {
  if (isKnown) setBudget(PATIENT);
}

/** Loads modules of Node, some of which take twice as long to compile as to read. */
export function withOwnFlags<Value>(load: () => Value): Value {
  if (!isKnown) return load();
  setBudget(OWN);
  try {
    return load();
  } finally {
    setBudget(PATIENT);
  }
}

function setBudget(bytes: number): void {
  setFlagsFromString(`--interrupt-budget=${bytes}`);
}
