import type { RenderRequest, TemplateContext, TemplateSource } from '@sherpack/plugin-api';
import { DEFAULT_RENDER_LIMITS } from '@sherpack/plugin-api';

function context(): TemplateContext {
  return {
    values: { text: 'hello', list: [1, 2, 3], map: { key: 'value' } },
    release: { name: 'suite', namespace: 'team', revision: 1, isInstall: true, isUpgrade: false, service: 'Sherpack' },
    pack: { name: 'suite', version: '1.0.0' },
    capabilities: { kubeVersion: { version: 'v1.31.0', major: '1', minor: '31' }, apiVersions: ['v1', 'apps/v1'] },
    files: new Map(),
  };
}

/** Bytes that differ from call to call within a rendering, and are the same in the next one. */
export function recordedAnswers(lookup: RenderRequest['answers']['lookup'] = () => undefined): RenderRequest['answers'] {
  let drawn = 0;
  return { lookup, now: () => 1_700_000_000_000, randomBytes: (count) => Uint8Array.from({ length: count }, () => (drawn++ * 37) % 251) };
}

/** A rendering as the suites ask for it. */
export function renderRequest(templates: readonly TemplateSource[], entries: readonly string[]): RenderRequest {
  return { templates, entries, context: context(), answers: recordedAnswers(), strict: true, options: {}, limits: DEFAULT_RENDER_LIMITS };
}
