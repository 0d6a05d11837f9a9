import type { PlotData } from '@millrace/contract'
import * as Plot from '@observablehq/plot'

type Point = PlotData['points'][number]
type Marks = (plot: PlotData) => Plot.Markish[]

const WIDTH_MIN = 300
const COLOURS = ['var(--accent)', 'var(--warn)', 'var(--info)', 'var(--good)', 'var(--bad)']
const DATE = /^\d{4}-\d{2}(-\d{2})?(T.*)?$/

const grouped = { x: 'x', y: 'y', stroke: 'series', tip: true } as const

const MARKS: Readonly<Record<PlotData['kind'], Marks>> = {
  line: ({ points }) => [Plot.lineY(points, { ...grouped, strokeWidth: 1.6 })],
  ecdf: ({ points }) => [Plot.lineY(points, { ...grouped, curve: 'step-after' })],
  dots: ({ points }) => [Plot.dot(points, { ...grouped, r: 2.2 })],
  bar: ({ points }) => [
    isTime(points)
      ? Plot.rectY(points, { x: 'x', y: 'y', interval: 'day', fill: 'series', tip: true })
      : Plot.barY(points, { x: 'x', y: 'y', fill: 'series', tip: true }),
    Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
  ],
  band: ({ points }) => [
    Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: 'var(--accent)', fillOpacity: 0.16 }),
    Plot.lineY(points, { ...grouped, strokeWidth: 1.6 }),
  ],
  heatmap: ({ points }) => [
    Plot.cell(points, { x: 'x', y: 'y', fill: 'value', tip: true, inset: 0.5 }),
  ],
  calendar: ({ points }) => [
    Plot.cell(points, { x: 'x', y: 'y', fill: 'value', tip: true, inset: 0.5 }),
  ],
}

/** Draws in the portal's own colours, which follow the theme by themselves. */
export function draw(plot: PlotData, width: number): Element {
  const marks = MARKS[plot.kind]({ ...plot, points: plot.points.map(read) })
  if (plot.threshold !== undefined)
    marks.push(Plot.ruleY([plot.threshold], { stroke: 'var(--bad)', strokeDasharray: '4 3' }))
  const drawn = Plot.plot({
    width: Math.max(WIDTH_MIN, width),
    height: 220,
    marginLeft: marginFor(plot),
    style: { color: 'var(--ink-soft)', fontSize: '11px' },
    x: { label: plot.xLabel, ...inOrder(plot) },
    y: { label: plot.yLabel, grid: !cellular(plot), ...heights(plot) },
    ...(cellular(plot) ? { marginBottom: 52 } : {}),
    color: colours(plot),
    marks,
  })
  allowStyles(drawn)
  return drawn
}

function colours({ points, kind }: PlotData): Plot.ScaleOptions {
  const values = points.map(({ value }) => value)
  if (cellular({ kind }) && values.every((value) => typeof value === 'number'))
    return { scheme: 'BuGn', legend: true }
  if (cellular({ kind })) return { legend: true, type: 'categorical', scheme: 'Observable10' }
  const series = [...new Set(points.map((point) => point.series ?? ''))]
  return { domain: series, range: COLOURS, legend: series.length > 1 }
}

const cellular = ({ kind }: Pick<PlotData, 'kind'>) => kind === 'heatmap' || kind === 'calendar'

/** Months and names keep the order they came in; the library would sort them. */
function inOrder({ kind, points }: PlotData): Plot.ScaleOptions {
  const names = points.every(({ x }) => typeof x === 'string' && !DATE.test(x))
  const domain = names ? { domain: [...new Set(points.map(({ x }) => x))] } : {}
  return cellular({ kind }) ? { type: 'band', tickRotate: -40, tickSize: 0, ...domain } : domain
}

/** Where every bar is of no height, a scale of nothing would draw each as high as the drawing. */
function heights(plot: PlotData): Plot.ScaleOptions {
  if (cellular(plot)) return { tickSize: 0 }
  const flat = plot.kind === 'bar' && plot.points.every(({ y }) => y === 0)
  return flat ? { domain: [0, plot.threshold || 1] } : {}
}

function marginFor({ points }: PlotData): number {
  const longest = Math.max(
    0,
    ...points.map(({ y }) => String(typeof y === 'string' ? y : '').length),
  )
  return Math.min(140, Math.max(48, longest * 6.5 + 12))
}

function isTime(points: readonly Point[]): boolean {
  return (points[0]?.x as unknown) instanceof Date
}

/** Days and instants on an axis of time, everything else as it is. */
function read({ x, ...point }: Point): Point {
  const at = typeof x === 'string' && DATE.test(x) ? new Date(x) : x
  return { ...point, series: point.series ?? '', x: at as Point['x'] }
}

/** The library writes a style sheet into each drawing; the policy wants the page's nonce. */
function allowStyles(drawn: Element): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
  for (const style of drawn.querySelectorAll('style')) style.nonce = nonce
  // Its groups are labelled without a role; the box around the drawing has the one label.
  for (const group of drawn.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label')
}
