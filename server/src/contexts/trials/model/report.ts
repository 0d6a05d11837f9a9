import { type Band, gateText, numberText, verdictOf } from './band.ts'
import type { Input, Measured, Metric, MetricDefinition, Proposal, Section } from './metric.ts'
import { REMEDIES } from './remedies.ts'

export interface Report {
  trialId: string
  title: string
  madeAt: string
  codeVersion: string
  from?: string
  to?: string
  /** The states of the tables that were read; `feed` vintages stand beside their snapshot. */
  vintages: { dataset: string; snapshot: string }[]
  /** Inputs that were named after the bands were frozen. */
  namedLater?: string[]
  sections: { title: Section; summary: string; metrics: Metric[] }[]
}

/** What stands at its head, by name. */
export function reportFacts(report: Report): readonly (readonly [string, string])[] {
  const { trialId, madeAt, codeVersion, from, to, vintages, namedLater } = report
  return [
    ['Trial', trialId],
    ['Made', madeAt],
    ...(from && to ? [['Window', `${from} to ${to}`] as const] : []),
    ['Code', codeVersion],
    ...(namedLater ? [['Named later', namedLater.join(', ')] as const] : []),
    ...vintages.map(({ dataset, snapshot }) => [dataset, snapshot] as const),
  ]
}

const SECTIONS: readonly Section[] = [
  'Delivery',
  'History and point in time',
  'Coverage',
  'Mapping',
  'Quality',
  'Overlap',
  'Signal',
  'Compliance',
  'Cost and effort',
]

/** The first input that is not there, with the reason and how to give it. */
export function missingInput(
  needs: readonly Input[],
  missing: ReadonlyMap<Input, string>,
): Pick<Measured, 'missing' | 'remedy'> | undefined {
  const absent = needs.find((input) => missing.has(input))
  if (absent === undefined) return undefined
  return { missing: missing.get(absent) ?? absent, remedy: REMEDIES[absent] }
}

/** Value, band and verdict together; a metric without a number says what is missing. */
export function judged(
  definition: MetricDefinition,
  measured: Measured,
  bands: readonly Band[],
): Metric {
  const { id, name, unit } = definition
  const own = bands.find(({ metric }) => metric === id)
  const { value, observations, window, plot, missing, remedy } = measured
  const band = measured.noted ? undefined : (own ?? measured.gate ?? definition.proposal)
  const gateFrom = own ? 'charter' : (measured.gate?.from ?? 'proposal')
  const verdict = missing === undefined ? verdictOf(value, band) : 'not-computable'
  const numberless = verdict === 'not-computable'
  return {
    ...{ id, name, definition: definition.definition, unit, verdict },
    ...(band && { gate: gateText(band, unit), gateFrom }),
    ...(numberless && { missing: missing ?? 'nothing to measure' }),
    ...(numberless && remedy !== undefined && { remedy }),
    ...(!numberless && value !== undefined && { value, text: textOf(measured, unit) }),
    ...(!numberless && { observations }),
    ...(!numberless && window !== undefined && { window }),
    ...(!numberless && plot && plot.points.length > 0 && { plot: withGate(plot, band) }),
  }
}

function textOf({ text, value }: Measured, unit: string): string {
  return text ?? `${numberText(value ?? 0)} ${unit}`.trim()
}

/** Only a plot whose axis is the metric's own carries the limit, and it says so itself. */
function withGate(plot: NonNullable<Measured['plot']>, band: Proposal | undefined) {
  const { threshold, ...rest } = plot
  return threshold === undefined || !band ? rest : { ...rest, threshold: band.limit }
}

export function sectionsOf(
  metrics: readonly { definition: MetricDefinition; metric: Metric }[],
): Report['sections'] {
  return SECTIONS.flatMap((title) => {
    const own = metrics.filter(({ definition }) => definition.section === title)
    const shown = own.map(({ metric }) => metric)
    return shown.length === 0 ? [] : [{ title, summary: summaryOf(shown), metrics: shown }]
  })
}

export function tally(report: Pick<Report, 'sections'>) {
  const all = report.sections.flatMap(({ metrics }) => metrics)
  const count = (verdict: Metric['verdict']) =>
    all.filter((metric) => metric.verdict === verdict).length
  return {
    passed: count('passed'),
    failed: count('failed'),
    noted: count('noted'),
    notComputable: count('not-computable'),
  }
}

function summaryOf(metrics: readonly Metric[]): string {
  const failed = metrics.filter(({ verdict }) => verdict === 'failed')
  const passed = metrics.filter(({ verdict }) => verdict === 'passed').length
  const open = metrics.filter(({ verdict }) => verdict === 'not-computable').length
  const parts = [
    `${passed} within their bands`,
    failed.length > 0
      ? `outside: ${failed.map(({ id, text }) => `${id} ${text}`).join(', ')}`
      : undefined,
    open > 0 ? `${open} not computable` : undefined,
  ]
  return `${parts.filter(Boolean).join('; ')}.`
}
