import { METRICS } from '../metrics/index.ts'
import type { Band } from '../model/band.ts'
import type { Inputs, Measured, MetricDefinition } from '../model/metric.ts'
import { judged, missingInput, type Report, sectionsOf } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'
import type { OpenInputs } from './open-inputs.ts'

/** Every metric over these inputs; the same inputs give the same report. */
export async function buildReport(
  trial: Pick<Trial, 'id' | 'charter'>,
  inputs: OpenInputs,
  codeVersion: string,
): Promise<Report> {
  const bands = bandsOf(trial)
  const metrics = []
  for (const definition of METRICS) {
    const measured = await measure(definition, inputs)
    metrics.push({ definition, metric: judged(definition, measured, bands) })
  }
  return {
    trialId: trial.id,
    title: trial.charter.title,
    madeAt: inputs.now.toISOString(),
    codeVersion,
    ...(await spanOf(inputs)),
    vintages: inputs.vintages,
    sections: sectionsOf(metrics),
  }
}

/** The budget is a band, too. */
function bandsOf({ charter }: Pick<Trial, 'charter'>): Band[] {
  const budget = { metric: 'E1', direction: 'at-most', limit: charter.budgetUsd } as const
  const own = charter.bands.some(({ metric }) => metric === budget.metric)
  return own ? [...charter.bands] : [...charter.bands, budget]
}

async function measure(definition: MetricDefinition, inputs: Inputs): Promise<Measured> {
  const missing = missingInput(definition.needs, inputs.missing)
  return missing === undefined ? await definition.measure(inputs) : { observations: 0, missing }
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
