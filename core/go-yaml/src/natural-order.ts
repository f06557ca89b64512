const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const SIMPLE = /^[A-Za-z]*$/;

/** The order in which go-yaml 2 prints keys: runs of digits by their value, letters behind everything else. */
export function naturalOrder(a: string, b: string): number {
  if (a === b) return 0;
  if (SIMPLE.test(a) && SIMPLE.test(b)) return a < b ? -1 : 1;
  return isLess([...a], [...b]) ? -1 : 1;
}

function isLess(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a[at] ?? '';
    const right = b[at] ?? '';
    if (left !== right) return isLessAt(a, b, at, left, right);
  }
  return a.length < b.length;
}

function isLessAt(a: readonly string[], b: readonly string[], at: number, left: string, right: string): boolean {
  const leftLetter = LETTER.test(left);
  const rightLetter = LETTER.test(right);
  if (leftLetter && rightLetter) return codeOf(left) < codeOf(right);
  if (leftLetter || rightLetter) return rightLetter;
  const start = (left === '0' || right === '0') && followsDigits(a, at) ? 1n : 0n;
  const leftRun = digits(a, at, start);
  const rightRun = digits(b, at, start);
  if (leftRun.value !== rightRun.value) return leftRun.value < rightRun.value;
  return leftRun.end === rightRun.end ? codeOf(left) < codeOf(right) : leftRun.end < rightRun.end;
}

/** Zeros count if another digit stands before them. */
function followsDigits(text: readonly string[], at: number): boolean {
  for (let index = at - 1; index >= 0 && DIGIT.test(text[index] ?? ''); index--) {
    if (text[index] !== '0') return true;
  }
  return false;
}

function digits(text: readonly string[], at: number, start: bigint): { readonly value: bigint; readonly end: number } {
  let value = start;
  let end = at;
  for (; end < text.length && DIGIT.test(text[end] ?? ''); end++) value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(text[end] ?? '') - 48));
  return { value, end };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
