import { describe, expect, it } from 'vitest';
import { SherpackError } from '@sherpack/plugin-api';
import { asSherpackError, errorToJson, renderError } from './report-error.ts';
import { createStyler } from './terminal/style.ts';

const style = createStyler(false);
const options = { style, debug: false };

function failure() {
  const root = new Error('connect ECONNREFUSED');
  const error = new SherpackError('PACK_VALUES_INVALID', {
    message: 'replicas must be a number',
    hint: 'Write a number.',
    docs: 'docs/values.md',
    location: { file: 'values.yaml', line: 3, column: 5, excerpt: '3 | replicas: two\n  |     ^' },
    exitCode: 4,
    cause: new Error('schema failed', { cause: root }),
    others: [new SherpackError('PACK_VALUES_INVALID', { message: 'image is missing' })],
  });
  error.plugin = 'pack';
  error.hook = 'validate';
  return error;
}

describe('reporting errors', () => {
  it('says what is wrong, where, what to do, who found it, and why', () => {
    expect(renderError(failure(), options)).toBe(`Error PACK_VALUES_INVALID: replicas must be a number
  At: values.yaml:3:5
    3 | replicas: two
      |     ^
  Hint: Write a number.
  See: docs/values.md
  In: plugin "pack", hook "validate"
Error PACK_VALUES_INVALID: image is missing
  Caused by: schema failed
  Caused by: connect ECONNREFUSED
`);
  });

  it('gives programs the same as data', () => {
    expect(errorToJson(failure(), options)).toEqual({
      code: 'PACK_VALUES_INVALID',
      message: 'replicas must be a number',
      exitCode: 4,
      hint: 'Write a number.',
      docs: 'docs/values.md',
      location: { file: 'values.yaml', line: 3, column: 5, excerpt: '3 | replicas: two\n  |     ^' },
      plugin: 'pack',
      hook: 'validate',
      causes: ['schema failed', 'connect ECONNREFUSED'],
      others: [{ code: 'PACK_VALUES_INVALID', message: 'image is missing', exitCode: 1 }],
    });
  });

  it('does not repeat a cause that the message tells already', () => {
    const error = new SherpackError('X', { message: 'cannot read: no such file', cause: new Error('no such file') });
    expect(renderError(error, options)).toBe('Error X: cannot read: no such file\n');
  });

  it('says of anything that was not thrown on purpose that it is a bug', () => {
    const error = asSherpackError(new TypeError('x is not a function'));
    expect(error).toMatchObject({ code: 'CLI_INTERNAL', exitCode: 1, message: 'Internal error: x is not a function' });
    expect(renderError(error, options)).toContain('Please report it');
  });

  it('adds the stack of the real error and the trace under --debug', () => {
    const text = renderError(asSherpackError(new TypeError('x is not a function')), { style, debug: true, trace: ['install: render'] });
    expect(text).toContain('TypeError: x is not a function');
    expect(text).toContain('report-error.test.ts');
    expect(text).toContain('trace: install: render');
  });
});
