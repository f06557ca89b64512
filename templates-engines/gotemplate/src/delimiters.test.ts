import { describe, expect, it } from 'vitest';
import { renderText } from '../fixtures/render-text.ts';
import { readHeader } from './read/delimiters.ts';

const values = { a: 'x', t: '[[ .Values.a ]]' };

describe('delimiters', () => {
  it.each([
    ['# sherpack: delimiters=[[ ]]\na: [[ .Values.a ]] {{ raw }}', 'a: x {{ raw }}'],
    ['# helm: delimiters=[[,]]\na: [[- .Values.a -]] b', 'a:xb'],
    ['# sherpack: delimiters=<% %>\n<%- /* c */ -%>\n<% tpl "<% .Values.a %>" . %>', 'x'],
  ])('are those of the first line: %j', (template, text) => {
    expect(renderText(template, { values })).toEqual({ text });
  });

  it('are those of the pack where the file has none', () => {
    expect(renderText('[[ .Values.a ]][[ tpl .Values.t . ]]{{ x }}', { values, options: { delimiters: ['[[', ']]'] } })).toEqual({ text: 'xx{{ x }}' });
  });

  it('stay those of Go where the line is about something else', () => {
    expect(readHeader('a: 1\n# sherpack: delimiters=[[ ]]\n')).toEqual({ delimiters: { left: '{{', right: '}}' }, end: 0 });
    expect(readHeader('# sherpack: delimiters=[[\n')).toEqual({ delimiters: { left: '{{', right: '}}' }, end: 0 });
  });

  it.each([[{ delimiters: ['[['] }], [{ delimiters: ['a b', 'c'] }], [{ delimiters: ['x', 'x'] }], [{ delimiters: '[[' }], [{ missingKey: 'never' }]])('refuses options that cannot be: %j', (options) => {
    expect(renderText('a', { options }).error).toMatch(/^engine option /);
  });

  it('refuses missing keys when it is asked to', () => {
    expect(renderText('{{ .Values.b }}', { values, options: { missingKey: 'error' } }).error).toContain('map has no entry for key "b"');
  });
});
