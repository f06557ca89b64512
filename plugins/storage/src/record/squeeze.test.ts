import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squeeze, unsqueeze } from './squeeze.ts';

const UID = '1470382b-f549-4a6f-96bc-c049a33a8512';
const DIGEST = 'f3c492b6f7fe04a2308ba0036e787654c5c70ebf1219f285d20c770f521d8671';

describe('squeezed JSON', () => {
  it('has texts without escapes, and identities as bytes behind them', () => {
    const { bytes, tail } = squeeze(Buffer.from(JSON.stringify({ text: 'a: "b"\n', uid: UID, digest: `sha256:${DIGEST}` })));
    expect(tail).toBe(48);
    expect(Buffer.from(bytes.subarray(0, -48)).toString()).toBe('{"text":"a: \u0002b\u0002\n","uid":"\u0003","digest":"sha256:\u0004"}');
    expect(Buffer.from(bytes.subarray(-48)).toString('hex')).toBe(UID.replaceAll('-', '') + DIGEST);
  });

  it.each([true, false])('becomes the same JSON again, whatever the texts are, with identities apart: %s', (apart) => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\\', '\\n', '\n', '"', '\u0001', '\u0002', '\u0003', '\u0004', UID, UID.toUpperCase(), DIGEST, `${DIGEST}0`, '\u{1f600}', '\ud800'));
    fc.assert(fc.property(fc.array(fc.array(piece, { maxLength: 6 })), (pieces) => {
      const json = Buffer.from(JSON.stringify(pieces.map((parts) => parts.join(''))));
      expect(Buffer.from(unsqueeze(squeeze(json, { apart }))).toString()).toBe(json.toString());
    }), { numRuns: 200 });
  });

  it('is refused when identities are missing or left over', () => {
    const { bytes, tail } = squeeze(Buffer.from(JSON.stringify([UID, UID])));
    expect(() => unsqueeze({ bytes: bytes.subarray(0, -16), tail: tail - 16 })).toThrow(RangeError);
    expect(() => unsqueeze({ bytes: Buffer.concat([bytes, new Uint8Array(16)]), tail: tail + 16 })).toThrow(RangeError);
  });
});
