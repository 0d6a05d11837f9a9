import { quoteName } from '../../../foundation/duckdb.ts'
import { type OwnedScan, type Relation, table } from './relation.ts'

/** Our own ids and days of the data's numbers, each the mean of what a day has. */
export const mine = table({
  name: 'mine',
  has: '`i`, `d`, and `x0`, `x1` … as the columns of numbers come',
  needs: ['rows', 'entity', 'event time', 'numbers'],
  sql: ({ columns }) => {
    const numbers = columns.filter(({ number }) => number)
    const sums = numbers.map(
      ({ name }, index) =>
        `sum(${quoteName(name)})::DOUBLE AS s${index}, count(${quoteName(name)}) AS c${index}`,
    )
    const means = numbers.map(
      (_column, index) => `sum(s${index}) / nullif(sum(c${index}), 0) AS x${index}`,
    )
    return `WITH daily AS (
        SELECT _entity AS e, _time::DATE AS d, ${sums.join(', ')} FROM data
        WHERE _entity IS NOT NULL AND _time IS NOT NULL GROUP BY 1, 2)
      SELECT m.i, m.d, ${means.join(', ')} FROM daily JOIN mapped m USING (e, d) GROUP BY ALL`
  },
})

/** Each owned table by our ids and days: `owned0`, `owned1` … with `f0`, `f1` … */
export const owned: Relation = {
  name: 'owned0',
  has: '`i`, `d`, and `f0`, `f1` … as its fields come; `owned1` … likewise',
  needs: ['owned data'],
  async make(db, _about, sources) {
    for (const [index, one] of sources.owned.entries())
      await db.run(`CREATE TABLE owned${index} AS ${ownedDays(one)}`)
  },
}

function ownedDays({ owned: { entity, eventTime }, scan, fields }: OwnedScan): string {
  const means = fields.map((name, index) => `, avg(${quoteName(name)})::DOUBLE AS f${index}`)
  const day = `TRY_CAST(${quoteName(eventTime)} AS TIMESTAMP)::DATE`
  return `SELECT * FROM (
      SELECT nullif(${quoteName(entity)}::VARCHAR, '') AS i, ${day} AS d${means.join('')}
      FROM ${scan.relation} GROUP BY 1, 2) WHERE i IS NOT NULL AND d IS NOT NULL`
}
