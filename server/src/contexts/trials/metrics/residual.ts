import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { OwnedFields } from '../model/metric.ts'
import { leastSquares } from '../model/statistics.ts'
import { countOf, numberOf, textOf } from './answers.ts'

/** So many fields explain at most: with more, a day's entities would be explained by chance. */
const FIELDS_MAX = 8
const LINES_AT_ONCE = 500

/** What of the owned tables explains. */
export interface Explaining {
  /** As SQL: `o0.f0`. */
  fields: string[]
  /** The places of their tables. */
  tables: number[]
  /** Where some are left out, how many are not. */
  told: string
}

/** The first field of each table, then the second of each …; factors before datasets. */
export function explaining(owned: readonly OwnedFields[]): Explaining {
  const places = [...owned.keys()]
  const isFactors = (at: number) => owned[at]?.factors === true
  const order = [...places.filter(isFactors), ...places.filter((at) => !isFactors(at))]
  const longest = Math.max(0, ...owned.map(({ fields }) => fields.length))
  const all = Array.from({ length: longest }, (_none, index) => index).flatMap((index) =>
    order.filter((at) => index < (owned[at]?.fields.length ?? 0)).map((at) => ({ at, index })),
  )
  const some = all.slice(0, FIELDS_MAX)
  return {
    fields: some.map(({ at, index }) => `o${at}.f${index}`),
    tables: [...new Set(some.map(({ at }) => at))].sort((one, other) => one - other),
    told: some.length < all.length ? `, by ${some.length} of ${all.length} owned fields` : '',
  }
}

/**
 * Makes `residual`, shaped as `signal`: what is left when the day's cross-section of the fields,
 * each as it was known last, has explained the signal by least squares. False: nothing is left.
 */
export async function makeResidual(
  db: Duckdb,
  { fields, tables }: Pick<Explaining, 'fields' | 'tables'>,
): Promise<boolean> {
  if (fields.length === 0) return false
  const names = fields.map((_field, index) => `z${index}`)
  const joins = tables.map(
    (at) => `ASOF JOIN owned${at} o${at} ON o${at}.i = g.i AND o${at}.d <= g.a`,
  )
  await db.run(
    `CREATE OR REPLACE TEMP TABLE explained AS SELECT * FROM (
       SELECT g.*, ${fields.map((field, index) => `${field} AS z${index}`).join(', ')}
       FROM signal g ${joins.join(' ')})
     WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')}`,
  )
  const betas = await dailyBetas(db, names)
  if (betas.length === 0) return false
  await keepBetas(db, names, betas)
  const explained = names.map((name, index) => `b${index} * ${name}`).join(' + ')
  await db.run(
    `CREATE OR REPLACE TEMP TABLE residual AS
     SELECT i, a, s - (${explained}) AS s, d FROM explained JOIN betas USING (a)`,
  )
  return true
}

interface Betas {
  a: string
  beta: number[]
}

async function dailyBetas(db: Duckdb, names: readonly string[]): Promise<Betas[]> {
  const sums = names.flatMap((one, index) => [
    `covar_pop(${one}, s) AS y${index}`,
    ...names.map((other, at) => `covar_pop(${one}, ${other}) AS x${index}_${at}`),
  ])
  const rows = await db.rows(
    `SELECT a::VARCHAR AS a, ${sums.join(', ')} FROM explained GROUP BY a
     HAVING count(*) > ${names.length + 1} ORDER BY a`,
  )
  return rows.flatMap((row): Betas[] => {
    const matrix = names.map((_one, index) =>
      names.map((_other, at) => countOf(row[`x${index}_${at}`])),
    )
    const right = names.map((_one, index) => countOf(row[`y${index}`]))
    const beta = leastSquares(matrix, right)
    return beta ? [{ a: textOf(row.a), beta }] : []
  })
}

async function keepBetas(
  db: Duckdb,
  names: readonly string[],
  betas: readonly Betas[],
): Promise<void> {
  const columns = names.map((_name, index) => `b${index} DOUBLE`).join(', ')
  await db.run(`CREATE OR REPLACE TEMP TABLE betas (a DATE, ${columns})`)
  for (let at = 0; at < betas.length; at += LINES_AT_ONCE) {
    const lines = betas
      .slice(at, at + LINES_AT_ONCE)
      .map(({ a, beta }) => `(DATE '${a}', ${beta.map((one) => numberOf(one)).join(', ')})`)
    await db.run(`INSERT INTO betas VALUES ${lines.join(', ')}`)
  }
}
