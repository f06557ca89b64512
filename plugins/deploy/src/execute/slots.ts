/** Lets at most `limit` pieces of work run at a time, in the order in which they came. */
export function createSlots(limit: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let taken = 0;

  return async function inSlot(work) {
    if (taken >= limit) await new Promise<void>((resolve) => { waiting.push(resolve); });
    else taken += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    }
  };
}
