import { type Duckdb, quoteName } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { stabilityIndex } from '../model/statistics.ts'
import { countOf, firstRow, textOf } from './answers.ts'

const BINS = 10
const COLUMNS_SHOWN = 5
const JUMP = 6
const MAD_TO_SD = 1.4826 // Of a normal distribution.
/** With fewer changes of a series, one odd month would be its own measure. */
const CHANGES_LEAST = 6

interface Shift {
  quarter: string
  index: number
}

/** Each quarter against all the quarters before it, in tenths of all values. */
async function shiftsOf(db: Duckdb, column: string): Promise<Shift[]> {
  const x = quoteName(column)
  const places = Array.from({ length: BINS - 1 }, (_none, at) => (at + 1) / BINS)
  const { edges } = await firstRow(
    db,
    `SELECT quantile_cont(${x}::DOUBLE, [${places.join(', ')}]) AS edges FROM data
     WHERE _time IS NOT NULL`,
  )
  if (!Array.isArray(edges)) return []
  const bin = edges.map((edge) => `(${x} > ${Number(edge)})::INT`).join(' + ')
  const rows = await db.rows(
    `SELECT strftime(date_trunc('quarter', _time), '%Y-%m-%d') AS quarter, ${bin} AS bin,
            count(*)::DOUBLE AS n FROM data WHERE _time IS NOT NULL AND ${x} IS NOT NULL
     GROUP BY 1, 2 ORDER BY 1`,
  )
  const before = Array.from({ length: BINS }, () => 0)
  return [...Map.groupBy(rows, ({ quarter }) => textOf(quarter))].flatMap(([quarter, some]) => {
    const now = before.map((_none, at) => countOf(some.find((row) => Number(row.bin) === at)?.n))
    const index = stabilityIndex(now, before)
    const first = before.every((count) => count === 0)
    for (const [at, count] of now.entries()) before[at] = (before[at] ?? 0) + count
    return first ? [] : [{ quarter, index }]
  })
}

/** Months whose mean jumped off the one before, against the series’ usual changes. */
function changePoints(column: string): string {
  const x = quoteName(column)
  return `
    WITH months AS (SELECT _entity AS e, date_trunc('month', _time) AS m, avg(${x}) AS v FROM data
                    WHERE _entity IS NOT NULL AND _time IS NOT NULL AND ${x} IS NOT NULL
                    GROUP BY 1, 2),
         steps AS (SELECT e, v - lag(v) OVER (PARTITION BY e ORDER BY m) AS step FROM months),
         usual AS (SELECT e, ${MAD_TO_SD} * median(abs(step)) AS sd, count(step) AS n FROM steps
                   GROUP BY e HAVING count(step) >= ${CHANGES_LEAST})
    SELECT count(*) FILTER (abs(step) > ${JUMP} * sd AND sd > 0)::DOUBLE AS jumps,
           count(*)::DOUBLE / 12 AS years FROM steps JOIN usual USING (e) WHERE step IS NOT NULL`
}

export const distributionShift: MetricDefinition = {
  id: 'Q7',
  name: 'Distribution shift',
  definition:
    'How far a quarter’s numbers lie off those of all quarters before (stability index); the ' +
    'number is the worst quarter’s of the worst column.',
  unit: 'PSI',
  section: 'Quality',
  proposal: { direction: 'at-most', limit: 0.2 },
  needs: ['rows', 'event time', 'numbers'],
  async measure({ db, columns, missing }) {
    const shifts = []
    let [jumps, years] = [0, 0]
    for (const { name } of columns.filter(({ number }) => number)) {
      shifts.push(...(await shiftsOf(db, name)).map((shift) => ({ ...shift, name })))
      if (missing.has('entity')) continue
      const row = await firstRow(db, changePoints(name))
      jumps += countOf(row.jumps)
      years += countOf(row.years)
    }
    const sorted = shifts.toSorted((one, other) => other.index - one.index)
    const [worst] = sorted
    if (!worst) return { observations: 0, missing: 'rows of two quarters' }
    const shown = new Set(sorted.map(({ name }) => name).slice(0, COLUMNS_SHOWN))
    const points = years === 0 ? '' : `; ${numberText(jumps / years)} change points a series-year`
    return {
      value: worst.index,
      text: `${numberText(worst.index)} in ${worst.name} from ${worst.quarter}${points}`,
      observations: shifts.length,
      plot: {
        kind: 'line',
        xLabel: 'quarter',
        yLabel: 'PSI',
        threshold: 0,
        points: shifts
          .filter(({ name }) => shown.has(name))
          .map(({ quarter, index, name }) => ({ x: quarter, y: index, series: name })),
      },
    }
  },
}
