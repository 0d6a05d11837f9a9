import type { PlotData } from '@millrace/contract'
import * as Plot from '@observablehq/plot'

type Point = PlotData['points'][number]
type Marks = (plot: PlotData) => Plot.Markish[]

const WIDTH_MIN = 300
const COLOURS = ['var(--accent)', 'var(--warn)', 'var(--info)', 'var(--good)', 'var(--bad)']
const DAY = /^\d{4}-\d{2}-\d{2}(T.*)?$/
const MONTH = /^\d{4}-\d{2}$/
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
    Plot.cell(byWeek(points), {
      ...{ x: 'x', y: 'y', fill: 'value', inset: 0.5 },
      ...{ tip: true, title: ({ title }: { title: string }) => title },
    }),
  ],
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const DAY_MS = 86_400_000

/** A day stands in the column of its week; what is no day stays where it is. */
function byWeek(points: readonly Point[]) {
  return points.map(({ x, y, value }) => {
    const at = x as unknown
    if (!(at instanceof Date)) return { x, y, value, title: `${x}: ${value}` }
    const sinceMonday = (at.getUTCDay() + 6) % 7
    const monday = new Date(at.getTime() - sinceMonday * DAY_MS)
    const title = `${at.toISOString().slice(0, 10)}: ${value}`
    return { x: monday, y: WEEKDAYS[at.getUTCDay()], value, title }
  })
}

/** Draws in the portal's own colours, which follow the theme by themselves. */
export function draw(plot: PlotData, width: number): Element {
  const points = plot.points.map((point) => read(point, plot.kind))
  const marks = MARKS[plot.kind]({ ...plot, points })
  if (plot.threshold !== undefined)
    marks.push(Plot.ruleY([plot.threshold], { stroke: 'var(--bad)', strokeDasharray: '4 3' }))
  const drawn = Plot.plot({
    width: Math.max(WIDTH_MIN, width),
    height: 220,
    marginLeft: marginFor(plot),
    style: { color: 'var(--ink-soft)', fontSize: '11px' },
    x: { label: plot.xLabel, ...inOrder({ ...plot, points }), ...months({ ...plot, points }) },
    y: { label: plot.yLabel, grid: !cellular(plot), ...heights(plot) },
    marginBottom: cellular(plot) ? 52 : 44,
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
  const names = points.every(({ x }) => typeof x === 'string')
  const domain = names ? { domain: [...new Set(points.map(({ x }) => x))] } : {}
  return cellular({ kind }) ? { type: 'band', tickRotate: -40, tickSize: 0, ...domain } : domain
}

/** A calendar of days has a column a week, and says where a month begins. */
function months({ kind, points }: PlotData): Plot.ScaleOptions {
  if (kind !== 'calendar' || !isTime(points)) return {}
  const weeks = byWeek(points).map(({ x }) => x as unknown as Date)
  const ticks = weeks.filter((week, index) => {
    const before = weeks[index - 1]
    return before === undefined || before.getUTCMonth() !== week.getUTCMonth()
  })
  const tickFormat = (week: Date) => week.toISOString().slice(0, 7)
  return { ticks: thinned(ticks), tickFormat: tickFormat as never }
}

const TICKS_MAX = 12

function thinned<Value>(values: readonly Value[]): Value[] {
  const step = Math.max(1, Math.ceil(values.length / TICKS_MAX))
  return values.filter((_value, index) => index % step === 0)
}

/** A scale over one number alone would have no height, and its ticks no end of digits. */
function heights(plot: PlotData): Plot.ScaleOptions {
  const { kind, points, threshold } = plot
  if (cellular(plot)) {
    const days = kind === 'calendar' && points.every(({ x }) => DAY.test(String(x)))
    return { tickSize: 0, labelAnchor: 'top', labelArrow: 'none', ...(days && { domain: WEEK }) }
  }
  const [first] = points
  const flat = first !== undefined && points.every(({ y }) => y === first.y)
  return flat ? { domain: [0, threshold || Number(first.y) * 1.1 || 1] } : {}
}

function marginFor({ points }: PlotData): number {
  const longest = Math.max(
    0,
    ...points.map(({ y }) =>
      typeof y === 'string' ? y.length : Math.round(y).toLocaleString('en').length,
    ),
  )
  return Math.min(140, Math.max(48, longest * 6.5 + 12))
}

function isTime(points: readonly Point[]): boolean {
  return (points[0]?.x as unknown) instanceof Date
}

/** Days and instants on an axis of time, everything else as it is; a month’s bar is one name. */
function read({ x, ...point }: Point, kind: PlotData['kind']): Point {
  const whole = (kind === 'bar' || kind === 'calendar') && MONTH.test(String(x))
  const at = typeof x === 'string' && DATE.test(x) ? (whole ? monthName(x) : new Date(x)) : x
  return { ...point, series: point.series ?? '', x: at as Point['x'] }
}

function monthName(month: string): string {
  const form = { month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return new Date(month).toLocaleDateString('en', form)
}

/** The library writes a style sheet into each drawing; the policy wants the page's nonce. */
function allowStyles(drawn: Element): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
  for (const style of drawn.querySelectorAll('style')) style.nonce = nonce
  // Its groups are labelled without a role; the box around the drawing has the one label.
  for (const group of drawn.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label')
}
