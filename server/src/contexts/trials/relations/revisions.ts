import { type Duckdb, quoteName, quoteText } from '../../../foundation/duckdb.ts'
import type { DataColumn } from '../model/metric.ts'
import type { About, Relation, Revision } from './relation.ts'

/** What changed from one content of a delivery to the next. */
export const revisions: Relation = {
  name: 'revisions',
  has:
    '`revisions`: `slice`, `column`, `cells` in both vintages, `changed`; `changes`: `slice`, ' +
    '`column`, `k` of the row, `old`, `next`, `known` of the newer; `deleted`: `slice`, `keys` ' +
    'of the older vintage, `gone` in the newer',
  needs: ['revisions', 'key'],
  make: (db, about, sources) => fillRevisions(db, about, sources.revisions),
}

async function fillRevisions(
  db: Duckdb,
  about: About,
  revisions: readonly Revision[],
): Promise<void> {
  await db.run(
    'CREATE TABLE revisions (slice VARCHAR, "column" VARCHAR, cells DOUBLE, changed DOUBLE)',
  )
  await db.run(
    `CREATE TABLE changes (slice VARCHAR, "column" VARCHAR, k UBIGINT, old DOUBLE, next DOUBLE,
       known TIMESTAMP)`,
  )
  await db.run('CREATE TABLE deleted (slice VARCHAR, keys DOUBLE, gone DOUBLE)')
  for (const revision of revisions) await fillRevision(db, about, revision)
}

async function fillRevision(
  db: Duckdb,
  { charter, feed, columns }: About,
  { slice, old, next, oldVintage, nextVintage }: Revision,
): Promise<void> {
  const key = charter.columns.key ?? feed?.definition.key ?? []
  const values = columns.filter(({ name }) => !key.includes(name))
  const named = values.map(({ name }, index) => `, ${quoteName(name)} AS c${index}`).join('')
  const keys = key.map(quoteName).join(', ')
  for (const [name, scan, vintage] of [
    ['before_it', old, oldVintage],
    ['after_it', next, nextVintage],
  ] as const)
    await db.run(
      `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT hash(${keys}) AS k${named}
       FROM ${scan.relation} WHERE ${quoteName('_vintage')} = ${vintage}`,
    )
  for (const [index, column] of values.entries())
    await fillColumn(db, { slice, index, column, nextVintage })
  await db.run(
    `INSERT INTO deleted SELECT ${quoteText(slice)}, count(*),
       count(*) FILTER (k NOT IN (SELECT k FROM after_it))
     FROM (SELECT DISTINCT k FROM before_it)`,
  )
}

async function fillColumn(
  db: Duckdb,
  of: { slice: string; index: number; column: DataColumn; nextVintage: number },
): Promise<void> {
  const { slice, index, column, nextVintage } = of
  const about = `${quoteText(slice)}, ${quoteText(column.name)}`
  const [o, n] = [`o.c${index}`, `n.c${index}`]
  await db.run(
    `INSERT INTO revisions SELECT ${about}, count(*), count(*) FILTER (${o} IS DISTINCT FROM ${n})
     FROM before_it o JOIN after_it n USING (k)`,
  )
  const number = (value: string) => (column.number ? `${value}::DOUBLE` : 'NULL')
  await db.run(
    `INSERT INTO changes SELECT ${about}, k, ${number(o)}, ${number(n)},
       (SELECT known FROM vintages WHERE id = ${nextVintage})
     FROM before_it o JOIN after_it n USING (k) WHERE ${o} IS DISTINCT FROM ${n}`,
  )
}
