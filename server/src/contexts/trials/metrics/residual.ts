import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { OwnedFields } from '../model/metric.ts'
import { solve } from '../model/statistics.ts'
import { countOf, numberOf, textOf } from './answers.ts'

/** So many fields explain at most: with more, a day's entities would be explained by chance. */
const FIELDS_MAX = 8
const LINES_AT_ONCE = 500

/** Fields of owned tables as SQL, the first ones of each. */
export function ownedColumns(owned: readonly OwnedFields[]): string[] {
  return owned
    .flatMap(({ fields }, at) => fields.map((_field, index) => `o${at}.f${index}`))
    .slice(0, FIELDS_MAX)
}

/**
 * Makes `residual`, shaped as `signal`: what is left when the day's cross-section of the fields,
 * each as it was known last, has explained the signal by least squares. False: nothing is left.
 */
export async function makeResidual(db: Duckdb, owned: readonly OwnedFields[]): Promise<boolean> {
  const fields = ownedColumns(owned)
  if (fields.length === 0) return false
  const names = fields.map((_field, index) => `z${index}`)
  const joins = owned.map(
    (_one, at) => `ASOF JOIN owned${at} o${at} ON o${at}.i = g.i AND o${at}.d <= g.a`,
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
    const beta = solve(matrix, right)
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
