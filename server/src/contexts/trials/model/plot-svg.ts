import { numberText } from './band.ts'
import type { Plot, PlotPoint } from './metric.ts'

const WIDTH = 640
const HEIGHT = 220
const LEFT = 110
const BOTTOM = 36
const TOP = 10
const INKS = ['#1f5fa8', '#b4551d', '#2e7d4f', '#7a4fa3', '#8a7a1c', '#a8326a', '#3b7f8c']
const CATEGORIES: Readonly<Record<string, string>> = {
  'on time': '#2e7d4f',
  late: '#d19a1d',
  missing: '#b3261e',
}
const PALE = [189, 210, 235]
const DARK = [26, 58, 102]
const LABELS_MAX = 8
const LIMIT = 'fill="none" stroke="#b3261e" stroke-dasharray="4 3"'

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? letter)
}

/**
 * A picture that needs nothing else, in the same marks that the portal draws. On paper nobody
 * points at a cell to hear more: all of one ink are one path.
 */
export function plotSvg(plot: Plot, { paper = false } = {}): string {
  const cells = plot.kind === 'heatmap' || plot.kind === 'calendar'
  const marks = cells ? grid(plot, paper) : plot.kind === 'bar' ? bars(plot) : curves(plot)
  const name = escapeHtml(`${plot.yLabel} by ${plot.xLabel}`)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
    `aria-label="${name}"><g font-size="10" fill="#444444">${marks}` +
    `<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 4}" text-anchor="middle">` +
    `${escapeHtml(plot.xLabel)}</text></g></svg>`
  )
}

interface Scale {
  at(value: number | string): number
  ticks: { at: number; text: string }[]
}

/** Numbers and days lie where they are; other names one after the other. */
function scale(values: readonly (number | string)[], from: number, to: number): Scale {
  const numbers = values.map(placeOf)
  if (values.length > 0 && numbers.every((one) => one !== undefined))
    return continuous(values, numbers as number[], { from, to })
  const names = [...new Set(values.map(String))]
  const step = (to - from) / Math.max(1, names.length)
  const places = new Map(names.map((name, index) => [name, from + (index + 0.5) * step]))
  return {
    at: (value) => places.get(String(value)) ?? from,
    ticks: thinned(names).map((text) => ({ at: places.get(text) ?? from, text })),
  }
}

function continuous(
  values: readonly (number | string)[],
  numbers: readonly number[],
  { from, to }: { from: number; to: number },
): Scale {
  const low = numbers.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
  const high = numbers.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY)
  const width = high - low || 1
  const at = (value: number | string) =>
    from + (((placeOf(value) ?? low) - low) / width) * (to - from)
  const ends = thinned(
    [...new Set(values)].toSorted((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0)),
  )
  const text = (value: number | string) =>
    typeof value === 'number' ? numberText(value) : value.slice(0, 10)
  return { at, ticks: ends.map((value) => ({ at: at(value), text: text(value) })) }
}

function placeOf(value: number | string): number | undefined {
  if (typeof value === 'number') return value
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(value)) return undefined
  return Date.parse(value)
}

function thinned<Value>(values: readonly Value[]): Value[] {
  const step = Math.max(1, Math.ceil(values.length / LABELS_MAX))
  return values.filter((_value, index) => index % step === 0)
}

function bars({ points }: Plot): string {
  const most = points.reduce((high, { y }) => Math.max(high, Number(y)), 0) || 1
  const step = (HEIGHT - BOTTOM - TOP) / Math.max(1, points.length)
  return points
    .map(({ x, y }, index) => {
      const width = (Number(y) / most) * (WIDTH - LEFT - 80)
      const top = TOP + index * step
      const middle = top + step / 2 + 4
      return (
        `<text x="${LEFT - 6}" y="${round(middle)}" text-anchor="end">${label(x)}</text>` +
        rect({ x: LEFT, y: top + 1, width, height: step - 2 }, INKS[0] ?? '') +
        `<text x="${round(LEFT + width + 4)}" y="${round(middle)}">${numberText(Number(y))}</text>`
      )
    })
    .join('')
}

function curves({ kind, points, threshold }: Plot): string {
  const ys = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y])
  const x = scale(
    points.map((point) => point.x),
    LEFT,
    WIDTH - 10,
  )
  const y = scale(threshold === undefined ? ys : [...ys, threshold], HEIGHT - BOTTOM, TOP)
  const series = [...Map.groupBy(points, (point) => point.series ?? '')]
  const lines = series.map(([name, some], index) =>
    curve({ kind, points: some, x, y, ink: INKS[index % INKS.length] ?? '', name }),
  )
  const limit =
    threshold === undefined
      ? ''
      : `<path d="M${LEFT} ${round(y.at(threshold))}H${WIDTH - 10}" ${LIMIT}/>`
  return axes(x, y) + lines.join('') + limit
}

function curve(of: {
  kind: Plot['kind']
  points: readonly PlotPoint[]
  x: Scale
  y: Scale
  ink: string
  name: string
}): string {
  const { kind, points, x, y, ink, name } = of
  const place = (point: PlotPoint, value: number | string) =>
    `${round(x.at(point.x))} ${round(y.at(value))}`
  const title = name === '' ? '' : `<title>${escapeHtml(name)}</title>`
  if (kind === 'dots' || kind === 'band') {
    const upper = points.map((point) => place(point, point.high ?? point.y))
    const lower = points.map((point) => place(point, point.low ?? point.y)).toReversed()
    const area =
      kind === 'band' ? `<path d="M${[...upper, ...lower].join('L')}Z" fill="#dbe6f3"/>` : ''
    const dots = points.map((point) => {
      const odd = Number(point.y) > (point.high ?? Infinity) || Number(point.y) < (point.low ?? -1)
      const [cx, cy] = place(point, point.y).split(' ')
      return `<circle cx="${cx}" cy="${cy}" r="2" fill="${odd ? '#b3261e' : ink}"/>`
    })
    return `<g>${title}${area}${dots.join('')}</g>`
  }
  const path = points.map((point) => place(point, point.y)).join('L')
  return `<path d="M${path}" fill="none" stroke="${ink}" stroke-width="1.5">${title}</path>`
}

function grid({ points }: Plot, paper: boolean): string {
  const columns = [...new Set(points.map(({ x }) => String(x)))].toSorted()
  const lines = [...new Set(points.map(({ y }) => String(y)))]
  const width = (WIDTH - LEFT - 10) / Math.max(1, columns.length)
  const height = (HEIGHT - BOTTOM - TOP) / Math.max(1, lines.length)
  const [byColumn, byLine] = [places(columns), places(lines)]
  const cells = points.map(({ x, y, value }) => ({
    x: LEFT + (byColumn.get(String(x)) ?? 0) * width,
    y: TOP + (byLine.get(String(y)) ?? 0) * height,
    ...{ width, height, ink: inkOf(value) },
    told: `${x}, ${y}: ${typeof value === 'number' ? numberText(value) : (value ?? '')}`,
  }))
  const drawn = paper ? paths(cells) : cells.map((cell) => rect(cell, cell.ink, cell.told))
  const names = thinned(lines).map((text) => {
    const middle = TOP + ((byLine.get(text) ?? 0) + 0.5) * height + 4
    return `<text x="${LEFT - 6}" y="${round(middle)}" text-anchor="end">${label(text)}</text>`
  })
  const below = thinned(columns).map((text) => {
    const left = LEFT + (byColumn.get(text) ?? 0) * width
    return `<text x="${round(left)}" y="${HEIGHT - BOTTOM + 14}">${label(text)}</text>`
  })
  return [...drawn, ...names, ...below].join('')
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

type Cell = Box & { ink: string }

function paths(cells: readonly Cell[]): string[] {
  return [...Map.groupBy(joined(cells), ({ ink }) => ink)].map(([ink, some]) => {
    const boxes = some.map((cell) => {
      const { x, y, width, height } = drawnBox(cell)
      return `M${x} ${y}h${width}v${height}h${-width}z`
    })
    return `<path d="${boxes.join('')}" fill="${ink}"/>`
  })
}

/** Cells of one ink beside each other as one. */
function joined(cells: readonly Cell[]): Cell[] {
  const runs: Cell[] = []
  for (const cell of cells.toSorted((one, other) => one.y - other.y || one.x - other.x)) {
    const last = runs.at(-1)
    const beside = last?.y === cell.y && Math.abs(last.x + last.width - cell.x) < 0.01
    if (last && beside && last.ink === cell.ink) last.width += cell.width
    else runs.push({ ...cell })
  }
  return runs
}

function places(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, index) => [name, index]))
}

/** Per cent from pale to dark; words by their meaning. */
function inkOf(value: number | string | undefined): string {
  if (typeof value !== 'number') return CATEGORIES[value ?? ''] ?? '#d8dce2'
  const share = Math.min(1, Math.max(0, value / 100))
  if (share === 0) return '#e8edf3'
  const parts = PALE.map((pale, at) => pale + ((DARK[at] ?? 0) - pale) * Math.sqrt(share))
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function axes(x: Scale, y: Scale): string {
  const floor = HEIGHT - BOTTOM
  const below = x.ticks.map(
    ({ at, text }) =>
      `<text x="${round(at)}" y="${floor + 14}" text-anchor="middle">${label(text)}</text>`,
  )
  const beside = y.ticks.map(
    ({ at, text }) =>
      `<text x="${LEFT - 6}" y="${round(at) + 4}" text-anchor="end">${label(text)}</text>`,
  )
  const lines = `<path d="M${LEFT} ${TOP}V${floor}H${WIDTH - 10}" fill="none" stroke="#9999aa"/>`
  return lines + below.join('') + beside.join('')
}

function drawnBox({ x, y, width, height }: Box): Box {
  const [wide, high] = [round(Math.max(0.5, width)), round(Math.max(0.5, height))]
  return { x: round(x), y: round(y), width: wide, height: high }
}

function rect(of: Box, ink: string, title?: string): string {
  const { x, y, width, height } = drawnBox(of)
  const place = `x="${x}" y="${y}" width="${width}" `
  const told = title === undefined ? '' : `<title>${escapeHtml(title)}</title>`
  return `<rect ${place}height="${height}" fill="${ink}">${told}</rect>`
}

function label(text: number | string): string {
  const whole = String(text)
  return escapeHtml(whole.length > 18 ? `${whole.slice(0, 17)}…` : whole)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
