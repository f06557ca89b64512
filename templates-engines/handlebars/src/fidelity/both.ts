import Handlebars from 'handlebars';
import { DEFAULT_RENDER_LIMITS, type RenderRequest } from '@sherpack/plugin-api';
import { collectDefinitions } from '../definitions.ts';
import { isSound, loadTemplate, refuseUnsound } from '../load.ts';
import { Output } from '../run/output.ts';
import type { Run } from '../run/run.ts';

export interface Outcome {
  readonly text?: string;
  readonly thrown?: Error;
}

export interface Case {
  readonly template: string;
  readonly partials?: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * What real Handlebars makes of a template. It escapes here, for without that it adds neighbouring numbers up
 * (`{{1}}{{2}}` is 3); so contexts must hold no characters that HTML escapes.
 */
export function byHandlebars({ template, partials, context }: Case): Outcome {
  const environment = Handlebars.create();
  for (const [name, text] of Object.entries(partials ?? {})) environment.registerPartial(name, environment.compile(text));
  environment.registerHelper('upper', (value: unknown) => {
    if (typeof value === 'object' && value !== null) throw new Error('upper wants a text');
    return String(value ?? '').toUpperCase();
  });
  environment.registerHelper('list', (...values: unknown[]) => values.slice(0, -1));
  environment.registerHelper('raw', function raw(this: unknown, options: Handlebars.HelperOptions) {
    return options.fn(this);
  });
  return attempt(() => environment.compile(template)(context));
}

/** What this engine makes of it when it is not strict. */
export function bySherpack({ template, partials, context }: Case): Outcome {
  return attempt(() => {
    const sources = Object.entries(partials ?? {}).map(([name, text]) => ({ name: `p/templates/_${name}.hbs`, text, partial: true }));
    const loaded = [{ name: 'p/templates/main.hbs', text: template, partial: false }, ...sources].map((source) => ({ source, loaded: loadTemplate(source, {}) }));
    for (const one of loaded) if (!isSound(one.loaded)) refuseUnsound(one.loaded);
    const request = { strict: false, limits: DEFAULT_RENDER_LIMITS, answers: {} } as unknown as RenderRequest;
    const run: Run = {
      request, root: context, definitions: collectDefinitions(loaded.slice(1)), missing: new Map(), secrets: new Map(), trail: [], steps: 0,
      compileText: () => () => {},
    };
    const out = new Output(request.limits.output, true);
    const frame = { run, context, outer: undefined, data: { root: context }, locals: undefined, scope: { inlines: undefined } };
    loaded[0]?.loaded.body.run(frame, undefined, out);
    return out.text;
  });
}

function attempt(work: () => string): Outcome {
  try {
    return { text: work() };
  } catch (thrown) {
    return { thrown: thrown as Error };
  }
}
