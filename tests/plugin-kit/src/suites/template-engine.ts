import type { LookupQuestion, RenderRequest, RenderResult, SherpackError, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { DEFAULT_RENDER_LIMITS, isSherpackError } from '@sherpack/plugin-api';
import { renderRequest, recordedAnswers } from '../render-request.ts';
import type { TestRunner } from '../runner.ts';

/** Templates in the engine's own language. What an engine has no notion of is left out, and so are its tests. */
export interface TemplateEngineSamples {
  /** Text that comes out as it is; three lines. */
  readonly text: string;
  /** Prints `values.text` on its second line of three. */
  readonly print?: string;
  /** Reads `values.txet` (which does not exist) on its second line. */
  readonly undefinedValue?: string;
  /** Each tries to get at JavaScript's prototypes or globals. */
  readonly escapes?: readonly string[];
  /** Prints `x` for each number below 100. */
  readonly loop?: string;
  /** Includes itself from a partial without end. */
  readonly recursion?: { readonly template: string; readonly partial: TemplateSource };
  /** Asks the cluster for the ConfigMap `settings` in the namespace `team` and prints the member `answer`. */
  readonly lookup?: string;
  /** Prints something random and the time. */
  readonly random?: string;
  /** Wrong on its second and on its fourth line; reads `values.text` on its last. */
  readonly broken?: string;
}

const NAME = 'suite/templates/sample.yaml';

const QUESTION: LookupQuestion = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team', name: 'settings' };

function request(text: string, extra: Partial<RenderRequest> = {}, partials: readonly TemplateSource[] = []): RenderRequest {
  return { ...renderRequest([{ name: NAME, text, partial: false }, ...partials], [NAME]), ...extra };
}

function refusal(engine: TemplateEngine, asked: RenderRequest): SherpackError | 'rendered' {
  try {
    engine.render(asked);
    return 'rendered';
  } catch (error) {
    if (isSherpackError(error)) return error;
    throw error;
  }
}

function textOf(result: RenderResult): string {
  return result.outputs[0]?.text ?? '';
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof Map)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/**
 * What every template engine must do.
 *
 * @example testTemplateEngine(engine, { text: 'a\nb\nc\n', print: '# {{values.text}}' }, { describe, it, expect });
 */
export function testTemplateEngine(engine: TemplateEngine, samples: TemplateEngineSamples, runner: TestRunner): void {
  runner.describe(`template engine ${engine.name}`, () => {
    testContract(engine, samples, runner);
    if (samples.print !== undefined) testPrinting(engine, samples.print, runner);
    testErrors(engine, samples, runner);
    testLimits(engine, samples, runner);
    testAnswers(engine, samples, runner);
  });
}

function testContract(engine: TemplateEngine, { text }: TemplateEngineSamples, { it, expect }: TestRunner): void {
  it('has a name in kebab-case, and suffixes that begin with a dot', async () => {
    expect(/^[a-z][a-z0-9-]*$/.test(engine.name)).toBe(true);
    expect(engine.suffixes.filter((suffix) => !suffix.startsWith('.'))).toEqual([]);
  });
  it('leaves plain text alone, and says which line wrote which', async () => {
    const [output] = engine.render(request(text)).outputs;
    expect(output?.name).toBe(NAME);
    expect(output?.text).toBe(text);
    const { lines = [] } = output ?? {};
    if (lines.length > 0) expect(lines).toEqual(Array.from({ length: lineCount(text) }, (_, index) => index + 1));
  });
  it('renders the entries in their order and nothing else', async () => {
    const others = ['a', 'b'].map((name) => ({ name, text, partial: false }));
    const { outputs } = engine.render(request(text, { entries: ['b', NAME] }, others));
    expect(outputs.map(({ name }) => name)).toEqual(['b', NAME]);
  });
  it('renders an empty template', async () => {
    expect(engine.render(request('')).outputs).toEqual([{ name: NAME, text: '', lines: [] }]);
  });
  it('refuses an entry that is no template, with a code', async () => {
    const refused = refusal(engine, request(text, { entries: ['nowhere'] }));
    expect(typeof refused === 'object' && refused.message.includes('nowhere')).toBe(true);
  });
  it('finds nothing wrong with plain text', async () => {
    const { issues, references } = engine.parse({ name: NAME, text, partial: false }, {});
    expect({ issues, references }).toEqual({ issues: [], references: [] });
  });
  it('reports to a probe that enters and leaves the template', async () => {
    const kinds: string[] = [];
    engine.render(request(text, { probe: ({ kind, template }) => kinds.push(`${kind} ${template}`) }));
    expect([kinds[0], kinds.at(-1)]).toEqual([`enter ${NAME}`, `leave ${NAME}`]);
  });
}

function testPrinting(engine: TemplateEngine, print: string, { it, expect }: TestRunner): void {
  it('prints a value, and maps every line of the output', async () => {
    const [output] = engine.render(request(print)).outputs;
    expect(output?.text.split('\n')[1]?.includes('hello')).toBe(true);
    const { lines = [] } = output ?? {};
    if (lines.length > 0) expect({ count: lines.length, second: lines[1] }).toEqual({ count: lineCount(output?.text ?? ''), second: 2 });
  });
  it('gives the same result for the same request, and changes nothing that it was given', async () => {
    const asked = frozen(request(print));
    expect(engine.render(asked)).toEqual(engine.render(frozen(request(print))));
    expect(engine.render(asked)).toEqual(engine.render(asked));
  });
  it('reports the expression to a probe, with its line, and renders the same with a probe', async () => {
    const lines: number[] = [];
    const probed = engine.render(request(print, { probe: ({ kind, line }) => void (kind === 'expression' && lines.push(line)) }));
    expect(lines).toEqual([2]);
    expect(probed).toEqual(engine.render(request(print)));
  });
  it('balances the events that enter and leave', async () => {
    let depth = 0;
    engine.render(request(print, { probe: ({ kind }) => void (depth += ({ enter: 1, leave: -1, expression: 0 })[kind]) }));
    expect(depth).toBe(0);
  });
  it('names the value in its references, with its place', async () => {
    const { references } = engine.parse({ name: NAME, text: print, partial: false }, {});
    expect(references.map(({ path, location }) => ({ path, file: location.file, line: location.line }))).toEqual([{ path: ['text'], file: NAME, line: 2 }]);
  });
}

function testErrors(engine: TemplateEngine, { undefinedValue, escapes = [], broken }: TemplateEngineSamples, { it, expect }: TestRunner): void {
  if (undefinedValue !== undefined) {
    it('refuses an undefined value with file, line, column and excerpt, and says what was meant', async () => {
      const refused = refusal(engine, request(undefinedValue));
      const { location, message = '', exitCode } = refused === 'rendered' ? ({} as Partial<SherpackError>) : refused;
      expect({ file: location?.file, line: location?.line, column: typeof location?.column, exitCode }).toEqual({ file: NAME, line: 2, column: 'number', exitCode: 4 });
      expect({ excerpt: location?.excerpt?.includes('txet'), named: message.includes('txet'), suggested: message.includes('text') }).toEqual({ excerpt: true, named: true, suggested: true });
    });
    it('prints nothing for it when it is not strict', async () => {
      expect(textOf(engine.render(request(undefinedValue, { strict: false }))).includes('txet')).toBe(false);
    });
  }
  for (const escape of escapes) {
    it(`does not let ${JSON.stringify(escape)} out`, async () => {
      for (const strict of [true, false]) {
        const refused = refusal(engine, request(escape, { strict }));
        const printed = refused === 'rendered' ? textOf(engine.render(request(escape, { strict }))) : '';
        expect(/function|native code|\[object|=>/.test(printed)).toBe(false);
      }
    });
  }
  if (broken !== undefined) {
    it('reads on after errors: reports each with its line, and still knows what the rest refers to', async () => {
      const { issues, references } = engine.parse({ name: NAME, text: broken, partial: false }, {});
      expect(issues.filter(({ severity }) => severity === 'error').map(({ location }) => location?.line)).toEqual([2, 4]);
      expect(references.map(({ path }) => path)).toEqual([['text']]);
      expect(refusal(engine, request(broken)) !== 'rendered').toBe(true);
    });
  }
}

function testLimits(engine: TemplateEngine, { text, loop, recursion }: TemplateEngineSamples, { it, expect }: TestRunner): void {
  function refusedAt(limits: Partial<RenderRequest['limits']>, sample: string, partials: readonly TemplateSource[] = []): unknown {
    const refused = refusal(engine, request(sample, { limits: { ...DEFAULT_RENDER_LIMITS, ...limits } }, partials));
    return refused === 'rendered' ? refused : { file: refused.location?.file !== undefined, exitCode: refused.exitCode };
  }
  const refused = { file: true, exitCode: 4 };
  it('stops at the limit of the output', async () => {
    expect(refusedAt({ output: text.length - 1 }, text)).toEqual(refused);
    expect(refusedAt({ output: text.length }, text)).toBe('rendered');
  });
  if (loop !== undefined) {
    it('stops at the limit of steps', async () => {
      expect(textOf(engine.render(request(loop))).split('x').length - 1).toBe(100);
      expect(refusedAt({ steps: 50 }, loop)).toEqual(refused);
    });
  }
  if (recursion !== undefined) {
    it('stops at the limit of depth', async () => {
      expect(refusedAt({ depth: 20 }, recursion.template, [recursion.partial])).toEqual(refused);
      expect(refusedAt({}, recursion.template, [recursion.partial])).toEqual(refused);
    });
  }
}

function testAnswers(engine: TemplateEngine, { lookup, random }: TemplateEngineSamples, { it, expect }: TestRunner): void {
  if (lookup !== undefined) {
    it('hands back the questions that have no answer yet, and uses the answers that there are', async () => {
      expect(engine.render(request(lookup)).missing).toEqual([QUESTION]);
      const asked: LookupQuestion[] = [];
      const answered = engine.render(request(lookup, { answers: recordedAnswers((question) => {
        asked.push(question);
        return { answer: 'forty-two' };
      }) }));
      expect(answered.missing).toEqual([]);
      expect(asked[0]).toEqual(QUESTION);
      expect(textOf(answered).includes('forty-two')).toBe(true);
    });
  }
  if (random !== undefined) {
    it('takes chance and time from the answers alone', async () => {
      expect(engine.render(request(random))).toEqual(engine.render(request(random)));
      expect(textOf(engine.render(request(random))).includes('2023')).toBe(true);
    });
  }
}
