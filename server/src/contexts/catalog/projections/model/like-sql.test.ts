import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDuckdb, quoteText } from '../../../../foundation/duckdb.ts'
import { likeSql } from './like-sql.ts'

const letter = fc.constantFrom('a', 'b', 'A', 'ä', '.', '[', "'", '\n', '\u{1f600}', '\\', '%', '_')
const value = fc.string({ unit: letter, maxLength: 8 })
const pattern = fc
  .array(fc.oneof(fc.constantFrom('%', '_', '\\%', '\\_', '\\\\', '\\a', '\\\u{1f600}'), letter), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))
  .filter((text) => !/(?<!\\)(\\\\)*\\$/.test(text))

test('given random patterns, when judged, then they match what DuckDB’s LIKE does', async () => {
  await using duckdb = await openDuckdb()

  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 1, maxLength: 20 }),
      pattern,
      async (of, like) => {
        const rows = [...of.map((one) => `(${quoteText(one)})`), '(NULL)'].join(', ')
        const [own, theirs] = [likeSql('s', like), `s LIKE ${quoteText(like)} ESCAPE '\\'`]

        const found = await duckdb.rows(
          `SELECT s, ${own} AS own, ${theirs} AS theirs FROM (VALUES ${rows}) t(s)`,
        )

        for (const { s, own, theirs } of found) assert.equal(own, theirs, `${s} LIKE ${like}`)
      },
    ),
    { numRuns: 1000 },
  )
})

const HARD = [
  `${'%a'.repeat(60)}%b`,
  `${'%a'.repeat(1000)}%b`,
  `${'_%a_'.repeat(60)}b`,
  `${'%a_a'.repeat(60)}b`,
  `a${'%'.repeat(2000)}b`,
  `%a${'_'.repeat(250)}b`,
  `%${'a'.repeat(2000)}b%`,
]

for (const like of HARD)
  test(`given a long value, when LIKE "${like.slice(0, 12)}…", then it is quick`, async () => {
    await using duckdb = await openDuckdb()
    await duckdb.run(`CREATE TABLE t AS SELECT repeat('a', 3000) AS s FROM range(20)`)

    const startedAt = performance.now()
    const [row] = await duckdb.rows(`SELECT count(*) AS n FROM t WHERE ${likeSql('s', like)}`)

    assert.equal(row?.n, '0')
    assert.ok(performance.now() - startedAt < 5_000)
  })
