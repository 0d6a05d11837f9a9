import { METRICS } from '../metrics/index.ts'
import type { Inputs, Measured, MetricDefinition } from '../model/metric.ts'
import { namesIn } from '../model/named-later.ts'
import { judged, missingInput, type Report, sectionsOf } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'
import type { OpenInputs } from './open-inputs.ts'
import { type Limits, secondsLeft, within } from './within.ts'

/** Every metric over these inputs; the same inputs give the same report. */
export async function buildReport(
  trial: Pick<Trial, 'id' | 'charter' | 'namedLater'>,
  inputs: OpenInputs,
  { codeVersion, limits }: { codeVersion: string; limits: Limits },
): Promise<Report> {
  const { bands } = trial.charter
  const metrics = []
  for (const definition of METRICS) {
    const limit = { seconds: secondsLeft(limits), stopping: limits.stopping }
    const measured = await measure(definition, inputs, limit)
    metrics.push({ definition, metric: judged(definition, measured, bands) })
  }
  const namedLater = namesIn(trial.namedLater)
  return {
    trialId: trial.id,
    title: trial.charter.title,
    madeAt: inputs.now.toISOString(),
    codeVersion,
    ...(await spanOf(inputs)),
    vintages: inputs.vintages,
    ...(namedLater.length > 0 && { namedLater }),
    sections: sectionsOf(metrics),
  }
}

const TIME_REMEDY =
  'Measure again when the host has less to do; the next charter may name fewer `columns.numbers`.'

/** What one metric cannot do is said of it; the others have their numbers. */
async function measure(
  definition: MetricDefinition,
  inputs: OpenInputs,
  limit: { seconds: number; stopping: AbortSignal | undefined },
): Promise<Measured> {
  const absent = missingInput(definition.needs, inputs.missing)
  if (absent) return { observations: 0, ...absent }
  const done = await within(inputs.db, limit, () => definition.measure(inputs))
  if ('answer' in done) return done.answer
  const { problem, late } = done
  if (late) return { observations: 0, missing: `time: ${problem}`, remedy: TIME_REMEDY }
  const problems = [...inputs.failures, problem].join('; ')
  return { observations: 0, missing: `an answer of DuckDB (${problems})` }
}

/** The days that the data is about. */
async function spanOf({ db, missing }: Inputs): Promise<{ from?: string; to?: string }> {
  if (missing.has('rows') || missing.has('event time')) return {}
  const [row] = await db.rows(
    'SELECT min(_time)::DATE::VARCHAR AS "from", max(_time)::DATE::VARCHAR AS "to" FROM data',
  )
  const { from, to } = row ?? {}
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : {}
}
