import { integer, text } from './arguments.ts';
import { helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LONGEST = 4096;

const CHARSETS: Readonly<Record<string, string>> = {
  alphanumeric: LETTERS + DIGITS,
  alnum: LETTERS + DIGITS,
  alpha: LETTERS,
  numeric: DIGITS,
  num: DIGITS,
  digits: DIGITS,
  hex: `${DIGITS}abcdef`,
  base64: `${LETTERS}${DIGITS}+/`,
  urlsafe: `${LETTERS}${DIGITS}-_`,
  url: `${LETTERS}${DIGITS}-_`,
};

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Every character is equally likely: bytes beyond the last full round of the alphabet are thrown away. */
function draw(call: HelperCall, length: number, alphabet: string): string {
  if (length < 1 || length > LONGEST) refuse(call, `the length must be between 1 and ${LONGEST}`);
  const fair = 256 - (256 % alphabet.length);
  let drawn = '';
  while (drawn.length < length) {
    for (const byte of call.frame.run.request.answers.randomBytes(length - drawn.length)) {
      if (byte < fair) drawn += alphabet.charAt(byte % alphabet.length);
    }
  }
  return drawn;
}

function random(alphabet: string) {
  return helper(1, 1, (args, call) => draw(call, integer(call, args, 0), alphabet));
}

/** RFC 9562, version 4. */
function uuid(call: HelperCall): string {
  const drawn = Uint8Array.from(call.frame.run.request.answers.randomBytes(16));
  drawn[6] = ((drawn[6] ?? 0) & 0x0f) | 0x40;
  drawn[8] = ((drawn[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(drawn).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `generate_secret name length charset`: the same name gives the same secret in all templates of a rendering. */
function secret(args: readonly unknown[], call: HelperCall): string {
  const name = text(call, args, 0);
  const length = integer(call, args, 1);
  const charset = args.length > 2 ? text(call, args, 2) : 'alphanumeric';
  const alphabet = Object.hasOwn(CHARSETS, charset) ? CHARSETS[charset] : undefined;
  if (alphabet === undefined) return refuse(call, `there is no charset ${charset}; there are ${Object.keys(CHARSETS).join(', ')}`);
  const { secrets } = call.frame.run;
  const recipe = `${length} ${alphabet}`;
  const known = secrets.get(name);
  if (known && known.recipe !== recipe) refuse(call, `the secret ${name} was made with another length or charset before`);
  const value = known?.value ?? draw(call, length, alphabet);
  secrets.set(name, { value, recipe });
  return value;
}

const generate = helper(2, 3, secret);

export const randoms: HelperGroup = {
  randAlphaNum: random(LETTERS + DIGITS),
  randAlpha: random(LETTERS),
  randNumeric: random(DIGITS),
  randAscii: random(PRINTABLE),
  randBytes: helper(1, 1, (args, call) => Buffer.from(call.frame.run.request.answers.randomBytes(Math.min(LONGEST, integer(call, args, 0)))).toString('base64')),
  uuidv4: helper(0, 0, (_, call) => uuid(call)),
  generate_secret: generate,
  generateSecret: generate,
};
