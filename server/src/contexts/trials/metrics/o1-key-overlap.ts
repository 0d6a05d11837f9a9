import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

export const keyOverlap: MetricDefinition = {
  id: 'O1',
  name: 'Key overlap',
  definition: 'Entities and days that the data and an owned dataset both have, of those of either.',
  unit: 'Jaccard',
  section: 'Overlap',
  needs: ['rows', 'entity', 'event time', 'owned data'],
  async measure({ db, owned }) {
    const points = []
    let observations = 0
    for (const [index, { name, factors }] of owned.entries()) {
      if (factors) continue
      const row = await firstRow(
        db,
        `WITH ours AS (SELECT DISTINCT i, d FROM mapped)
         SELECT (SELECT count(*) FROM ours)::DOUBLE AS a,
                (SELECT count(*) FROM owned${index})::DOUBLE AS b,
                (SELECT count(*) FROM ours JOIN owned${index} USING (i, d))::DOUBLE AS common`,
      )
      const either = countOf(row.a) + countOf(row.b) - countOf(row.common)
      observations = Math.max(observations, either)
      points.push({ x: name, y: either === 0 ? 0 : countOf(row.common) / either })
    }
    if (points.length === 0) return { observations: 0, missing: 'an owned dataset, not factors' }
    const most = points.reduce((high, one) => (one.y > high.y ? one : high))
    return {
      value: most.y,
      text: `${numberText(most.y)} with ${most.x}`,
      observations,
      plot: { kind: 'bar', xLabel: 'owned dataset', yLabel: 'Jaccard', points },
    }
  },
}
