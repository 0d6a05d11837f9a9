import type { Duckdb } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { leastSquares } from '../model/statistics.ts'
import { countOf, firstRow } from './answers.ts'
import { type Explaining, explaining } from './residual.ts'

/** With fewer, a cross-section has nothing to explain. */
const ENTITIES_LEAST = 3
const ROUNDING = 1e-12

/** What a line that fits the first half of the days tells of how a column moves in the rest. */
async function explained(
  db: Duckdb,
  panel: string,
  size: number,
): Promise<{ share: number; n: number } | undefined> {
  const names = Array.from({ length: size }, (_none, index) => `z${index}`)
  const sums = names.flatMap((one, index) => [
    `sum(${one} * x) AS y${index}`,
    ...names.map((other, at) => `sum(${one} * ${other}) AS x${index}_${at}`),
  ])
  const row = await firstRow(db, `${panel} SELECT ${sums.join(', ')} FROM centred WHERE early`)
  const matrix = names.map((_one, index) =>
    names.map((_two, at) => countOf(row[`x${index}_${at}`])),
  )
  const beta = leastSquares(
    matrix,
    names.map((_one, index) => countOf(row[`y${index}`])),
  )
  if (!beta) return undefined
  const told = beta.map((value, index) => `(${value}) * z${index}`).join(' + ')
  const rest = await firstRow(
    db,
    `${panel} SELECT count(*)::DOUBLE AS n, sum(x * x) AS whole, sum((x - (${told})) ** 2) AS off
     FROM centred WHERE NOT early`,
  )
  const whole = countOf(rest.whole)
  return whole === 0
    ? undefined
    : { share: Math.max(0, 1 - countOf(rest.off) / whole), n: countOf(rest.n) }
}

/** `centred`: a column and the fields of its day, each less the mean of the day's entities. */
function panelOf(column: string, { fields, tables }: Explaining): string {
  const joins = tables.map(
    (at) => `JOIN owned${at} o${at} ON o${at}.i = mine.i AND o${at}.d = mine.d`,
  )
  const all = [column, ...fields]
  const off = all.map((_name, index) => {
    const middle = `avg(v${index}) OVER (PARTITION BY d)`
    // What is the same for all of a day differs from its mean by rounding alone.
    const apart = `CASE WHEN abs(v${index} - ${middle}) > ${ROUNDING} * abs(${middle})
      THEN v${index} - ${middle} ELSE 0 END`
    return `${apart} AS ${index === 0 ? 'x' : `z${index - 1}`}`
  })
  const present = all.map((_name, index) => `v${index} IS NOT NULL`)
  return `
    WITH joined AS (SELECT mine.d, ${all.map((name, index) => `${name} AS v${index}`).join(', ')}
                    FROM mine ${joins.join(' ')}),
         whole AS (SELECT * FROM joined WHERE ${present.join(' AND ')}
                   QUALIFY count(*) OVER (PARTITION BY d) >= ${ENTITIES_LEAST}),
         middles AS (SELECT quantile_disc(d, 0.5) AS d FROM (SELECT DISTINCT d FROM whole)),
         centred AS (SELECT d <= (SELECT d FROM middles) AS early, ${off.join(', ')} FROM whole)`
}

export const explainedShare: MetricDefinition = {
  id: 'O3',
  name: 'Explained share',
  definition:
    'How much of a column’s cross-section owned fields and factors explain, on days that the ' +
    'fit has not seen (R²); the number is the most explained column’s.',
  unit: 'R²',
  section: 'Overlap',
  proposal: { direction: 'at-most', limit: 0.7 },
  needs: ['rows', 'entity', 'event time', 'numbers', 'owned data'],
  async measure({ db, owned, columns }) {
    const by = explaining(owned)
    const points = []
    for (const [index, { name }] of columns.filter(({ number }) => number).entries()) {
      if (by.fields.length === 0) break
      const panel = panelOf(`mine.x${index}`, by)
      const found = await explained(db, panel, by.fields.length)
      if (found) points.push({ x: name, y: found.share, n: found.n })
    }
    if (points.length === 0)
      return { observations: 0, missing: 'days that every owned dataset has, too' }
    const sorted = points.toSorted((one, other) => other.y - one.y)
    const [most] = sorted as [(typeof points)[number]]
    return {
      value: most.y,
      text: `${numberText(most.y)} of ${most.x}${by.told}`,
      observations: most.n,
      plot: {
        kind: 'bar',
        xLabel: 'column',
        yLabel: 'R²',
        points: sorted.map(({ x, y }) => ({ x, y })),
      },
    }
  },
}
