import type { Plan, PlanAction } from '@sherpack/plugin-api';
import { groupsOf, linksOf } from './plan-view.ts';
import type { PlanGroup } from './plan-view.ts';

const ROW = 26;
const TOP = 48;
const GAP = 70;
const CHARACTER = 7.2;
const FILLS: Readonly<Record<PlanAction, string>> = Object.freeze({
  create: '#d7f5dd', update: '#fff2cc', unchanged: '#f0f0f0', delete: '#fbd9d9', keep: '#f0f0f0', recreate: '#fbd9d9', run: '#d8ecfb',
});

interface Column extends PlanGroup {
  readonly x: number;
  readonly width: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A column for each group from left to right; solid arrows are declared, dashed ones follow from references. */
export function paintSvg(plan: Plan): string {
  const columns = columnsOf(groupsOf(plan));
  const boxes = boxesOf(columns);
  const width = columns.reduce((right, column) => Math.max(right, column.x + column.width + 20), 200);
  const height = columns.reduce((lowest, { steps }) => Math.max(lowest, TOP + steps.length * ROW + 30), 80);
  const links = linksOf(plan).map(({ from, to, declared }) => arrow(boxes.get(from), boxes.get(to), declared));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="monospace" font-size="12">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    ...columns.map((column) => paintColumn(column, boxes)),
    ...links,
    '</svg>\n',
  ].join('\n');
}

function columnsOf(groups: readonly PlanGroup[]): readonly Column[] {
  let x = 20;
  return groups.map((group) => {
    const longest = Math.max(group.title.length, ...group.steps.map(({ ref }) => `${ref.kind} ${ref.name}`.length));
    const column = { ...group, x, width: Math.round(longest * CHARACTER) + 30 };
    x += column.width + GAP;
    return column;
  });
}

function boxesOf(columns: readonly Column[]): ReadonlyMap<string, Box> {
  return new Map(columns.flatMap(({ steps, x, width }) => steps.map(({ id }, index) => [id, { x: x + 8, y: TOP + index * ROW, width: width - 16 }] as const)));
}

function paintColumn({ title, steps, x, width }: Column, boxes: ReadonlyMap<string, Box>): string {
  const frame = `<rect x="${x}" y="14" width="${width}" height="${TOP + steps.length * ROW - 8}" rx="6" fill="none" stroke="#888"/>`;
  const head = `<text x="${x + 10}" y="34" font-weight="bold">${escaped(title)}</text>`;
  const objects = steps.map(({ id, ref, action }) => {
    const box = boxes.get(id) ?? { x, y: TOP, width };
    const shape = `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${ROW - 6}" rx="3" fill="${FILLS[action]}" stroke="#555"/>`;
    return `${shape}<text x="${box.x + 6}" y="${box.y + 14}">${escaped(`${ref.kind} ${ref.name}`)}<title>${escaped(action)}</title></text>`;
  });
  return [frame, head, ...objects].join('\n');
}

function arrow(from: Box | undefined, to: Box | undefined, declared: boolean): string {
  if (from === undefined || to === undefined) return '';
  const [startY, endY] = [from.y + 10, to.y + 10];
  const forward = to.x > from.x;
  const [startX, endX] = forward ? [from.x + from.width, to.x] : [from.x, to.x];
  const bend = forward ? Math.max(20, (endX - startX) / 2) : -30;
  const path = `M${startX} ${startY}C${startX + bend} ${startY},${endX - Math.abs(bend)} ${endY},${endX} ${endY}`;
  return `<path d="${path}" fill="none" stroke="#333"${declared ? '' : ' stroke-dasharray="4 3"'} marker-end="url(#tip)"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
