import { quoteName } from '../../../foundation/duckdb.ts'
import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow } from './answers.ts'

/** Runs of periods in which the mean of an entity’s column stayed the same. */
function runsOf(column: string, period: string): string {
  const x = quoteName(column)
  return `
    WITH series AS (SELECT _entity AS e, date_trunc('${period}', _time) AS p, avg(${x}) AS v
                    FROM data WHERE _entity IS NOT NULL AND _time IS NOT NULL AND ${x} IS NOT NULL
                    GROUP BY 1, 2),
         marked AS (SELECT e, p, coalesce(v != lag(v) OVER ordered, false) AS changed FROM series
                    WINDOW ordered AS (PARTITION BY e ORDER BY p)),
         numbered AS (SELECT e, sum(changed::INT) OVER (PARTITION BY e ORDER BY p) AS run
                      FROM marked),
         runs AS (SELECT e, run, count(*) AS n FROM numbered GROUP BY e, run),
         limits AS (SELECT quantile_cont(n, 0.99) AS n FROM runs)`
}

export const frozenValues: MetricDefinition = {
  id: 'Q5',
  name: 'Frozen values',
  definition:
    'Series of an entity’s column that stayed the same for longer than 99 % of the runs of ' +
    'that column do, of all series.',
  unit: '%',
  section: 'Quality',
  proposal: { direction: 'at-most', limit: 1 },
  needs: ['rows', 'entity', 'event time', 'numbers'],
  async measure({ db, columns, charter }) {
    const counts = []
    for (const { name } of columns.filter(({ number }) => number)) {
      const row = await firstRow(
        db,
        `${runsOf(name, charter.period)}
         SELECT count(*)::DOUBLE AS series,
                count(*) FILTER (longest > (SELECT n FROM limits))::DOUBLE AS frozen
         FROM (SELECT e, max(n) AS longest FROM runs GROUP BY e)`,
      )
      counts.push({ name, series: countOf(row.series), frozen: countOf(row.frozen) })
    }
    const series = counts.reduce((sum, one) => sum + one.series, 0)
    const frozen = counts.reduce((sum, one) => sum + one.frozen, 0)
    if (series === 0) return { observations: 0, missing: 'a series of numbers' }
    const value = (100 * frozen) / series
    return {
      value,
      text: `${numberText(value)} %, ${frozen} of ${series} series`,
      observations: series,
      plot: {
        kind: 'bar',
        xLabel: 'column',
        yLabel: 'frozen series',
        points: counts
          .filter((one) => one.frozen > 0)
          .map((one) => ({ x: one.name, y: one.frozen })),
      },
    }
  },
}
