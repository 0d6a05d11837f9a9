import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import { type FeedDefinition, parseFeedDefinition } from '../model/feed.ts'
import type { Format } from '../model/format.ts'
import { givenDirectory, type ReadContent, readContent } from '../testing/given-content.ts'
import { openSource } from './open-source.ts'

const raw: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'rows-{date}' },
  columns: [
    { name: 'id', type: 'int' },
    { name: 'when/at', type: 'timestamp' },
    { name: 'note', type: 'string' },
  ],
  dialect: { delimiter: ',', quote: '"', escape: '"', nulls: ['', 'NA'], encoding: 'utf-8' },
  target: { accountId: '1', database: 'd', table: 't' },
}
const of = (format: Format): Partial<FeedDefinition> => ({ ...raw, format })

function told({ findings }: ReadContent) {
  return findings.map(({ check, reason, samples }) => [
    check,
    reason,
    samples.map(({ line }) => line),
  ])
}

test('given objects by the line, when read, then bad ones have their lines', async () => {
  const lines = [
    '{"id": 1, "when/at": "2013-01-01T10:00:00", "note": "a, \\"b\\""}',
    '',
    '{"note": {"deep": [1]}, "id": "2.0"}',
    '{"id": 3.5}',
    'id=4',
    '[5]',
    '{"id": 6, "when/at": "2013-01-01T10:00:00+02:00"}',
    '{"id": 7, "note": null}',
  ]

  const read = await readContent(of({ kind: 'json-lines' }), lines.join('\n'))

  assert.deepEqual(read.rows, [
    { id: 1, 'when/at': '2013-01-01 10:00:00', note: 'a, "b"' },
    { id: 2, 'when/at': null, note: '{"deep":[1]}' },
    { id: 7, 'when/at': null, note: null },
  ])
  assert.deepEqual(told(read), [
    ['rows', 'column "id": not of type INTEGER', [4]],
    ['rows', 'it is no JSON object', [5, 6]],
    ['rows', 'column "when/at": not of type TIMESTAMP', [7]],
  ])
  assert.deepEqual([read.rowsRejected, read.rejectedLines], [4, [2, 4, 5, 6, 7]])
})

test('given an array of objects, also inside a document, when read, then its rows', async () => {
  const rows = '[{"id": 1, "note": "x"}, {"id": 2, "when/at": "2013-01-01"}, {"id": "y"}]'
  const inside = { kind: 'json', rows: ['data', 'a/b~c'] } as const

  const alone = await readContent(of({ kind: 'json' }), rows)
  const within = await readContent(of(inside), `{"n": 3, "data": {"a/b~c": ${rows}}}`)

  assert.deepEqual(
    alone.rows.map(({ id }) => id),
    [1, 2],
  )
  assert.deepEqual(within.rows, alone.rows)
  assert.deepEqual(told(within), [['rows', 'column "id": not of type INTEGER', [3]]])
})

test('given an array of nothing, when read, then no member of its rows is missing', async () => {
  await using directory = await givenDirectory()
  const path = join(directory.path, 'a')
  await using db = await openDuckdb({ paths: [path] })
  const definition = parseFeedDefinition(of({ kind: 'json' }))
  for (const [content, header] of [
    ['[]', ['id', 'when/at', 'note']],
    ['[{}]', []],
  ] as const) {
    await writeFile(path, content)
    const opened = await openSource(db, path, { definition, log: { error: () => {} } })
    assert.deepEqual('source' in opened && opened.source.header, header)
  }
})

test('given what is no array of rows, when read, then it is refused', async () => {
  for (const [format, content, reason] of [
    [{ kind: 'json' }, '[{"id": 1}, {"id"', /^malformed JSON: row 3, byte \d+: /],
    [{ kind: 'json' }, '{"id": 1}', /^it is no JSON array$/],
    [{ kind: 'json', rows: ['data'] }, '{"data": {"id": 1}}', /^there is no array of rows where/],
    [{ kind: 'json' }, '<html>Sign in</html>', /^it is a web page, not data$/],
    [{ kind: 'parquet' }, 'PAR1 and so on', /^it is no Parquet file, or is damaged$/],
    [{ kind: 'parquet' }, '', /^the file is empty$/],
  ] as const) {
    const { findings, rows } = await readContent(of(format), content)
    assert.deepEqual(rows, [])
    assert.match(findings[0]?.reason ?? '', reason)
    assert.ok(!findings[0]?.reason.includes('millrace-content'))
  }
})

test('given lines with places, when read, then each column is where it should be', async () => {
  const format: Format = {
    kind: 'fixed-width',
    places: [
      { name: 'id', start: 1, width: 4 },
      { name: 'note', start: 5, width: 3 },
      { name: 'when/at', start: 8, width: 10 },
    ],
  }
  const lines = [
    '   1ä b2013-01-01',
    '  2 NA            ',
    '3',
    '4   xyz2013-01-01!',
    'x   xyz2013-01-01',
  ]

  const read = await readContent(of(format), lines.join('\r\n'))

  assert.deepEqual(read.rows, [
    { id: 1, 'when/at': '2013-01-01 00:00:00', note: 'ä b' },
    { id: 2, 'when/at': null, note: null },
  ])
  assert.deepEqual(told(read), [
    ['rows', 'the line ends before its last column', [3]],
    ['rows', 'the line goes on after its last column', [4]],
    ['rows', 'column "id": not of type INTEGER', [5]],
  ])
})

test('given Parquet, when read, then its types must be those of the contract', async () => {
  const write = (select: string) => (db: { run(sql: string): Promise<void> }, path: string) =>
    db.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet)`)
  const whole = `SELECT 1::TINYINT AS id, TIMESTAMP '2013-01-01' AS "when/at", 'x' AS note
    UNION ALL SELECT NULL, NULL, NULL`

  const read = await readContent(of({ kind: 'parquet' }), write(whole))
  const wide = await readContent(
    of({ kind: 'parquet' }),
    write(`SELECT unnest([1, 5000000000]) AS id, NULL::TIMESTAMP AS "when/at", 'x' AS note`),
  )
  const large = await readContent(
    { ...raw, columns: [{ name: 'x', type: 'double' }], format: { kind: 'parquet' } },
    write('SELECT 9007199254740993 AS x'),
  )
  const fine = await readContent(
    of({ kind: 'parquet' }),
    write(`SELECT 1 AS id, 'x' AS note, make_timestamp_ns(unnest([1000, 1001])) AS "when/at"`),
  )
  const other = await readContent(
    of({ kind: 'parquet' }),
    write(`SELECT 1.5 AS id, NULL::TIMESTAMP AS "when/at", 'x' AS note`),
  )

  assert.deepEqual(read.rows, [
    { id: 1, 'when/at': '2013-01-01 00:00:00', note: 'x' },
    { id: null, 'when/at': null, note: null },
  ])
  assert.deepEqual(told(wide), [['rows', 'column "id": not of type INTEGER', [2]]])
  assert.match(large.findings[0]?.reason ?? '', /^column "x" is BIGINT in the file and double/)
  assert.deepEqual(told(fine), [['rows', 'column "when/at": not of type TIMESTAMP', [2]]])
  assert.deepEqual(told(other), [
    ['content', 'column "id" is DECIMAL(2,1) in the file and int in the contract', [1]],
  ])
})

test('given a value that would become another, when read, then the row is kept apart', async () => {
  const columns = [
    { name: 'n', type: 'int' },
    { name: 'd', type: 'date' },
    { name: 't', type: 'timestamp' },
    { name: 'x', type: 'double' },
  ] as const
  const good = [' 7', '2013-01-01', '2013-01-01 10:00', '1e3']
  const others: [number, string, boolean][] = [
    [0, '3.7', false],
    [0, '1e3', false],
    [0, '0x10', false],
    [0, '+3.00', true],
    [1, '2013-01-01 10:00', false],
    [1, '2013-01-01T00:00:00', true],
    [2, '2013-01-01T10:00:00+02:00', false],
    [2, '2013-01-01 10:00Z', false],
    [2, '2013-01-01T10:00:00.250', true],
    [2, '2013-01-01 10:00:00+02:00:30', false],
    [2, '2013-01-01 10:00:00.1234567', false],
    [2, '2013-01-01 10:00:00.1234560', true],
    [3, '1_0.5', false],
    [3, '1e400', false],
    [3, 'NaN', true],
    [3, '-.5', true],
  ]
  for (const [at, value, fits] of others) {
    const cells = good.with(at, value)

    const read = await readContent({ ...raw, columns }, `n,d,t,x\n${cells}\n`)

    assert.equal(read.rows.length, fits ? 1 : 0, value)
    const [finding] = read.findings
    assert.equal(finding?.reason.startsWith(`column "${columns[at]?.name}"`) ?? fits, true, value)
    assert.equal(finding?.samples[0]?.text ?? cells.join(','), cells.join(','))
  }
})

test('given quoted line breaks and bad lines, when read, then each has its line', async () => {
  const row = fc.constantFrom('1,a', '"2","b\nc"', 'x,d', '3', '4,e,f', '"5","g\n\n"', '"y","h\n"')
  const columns = [
    { name: 'id', type: 'int' },
    { name: 'note', type: 'string' },
  ] as const
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
      const wanted = new Map<string, number[]>()
      let line = 2
      for (const one of rows) {
        const reason = REASONS[one]
        if (reason !== undefined) wanted.set(reason, [...(wanted.get(reason) ?? []), line])
        line += 1
      }

      const { findings } = await readContent(
        { ...raw, columns, rejectedRowsMax: 0 },
        `id,note\n${rows.join('\n')}\n`,
      )

      for (const { reason, rowCount, samples } of findings) {
        assert.equal(rowCount, wanted.get(reason)?.length)
        assert.deepEqual(
          samples.map((sample) => sample.line),
          wanted.get(reason)?.slice(0, 5),
        )
      }
      assert.equal(findings.length, wanted.size)
    }),
    { numRuns: 40 },
  )
})

const REASONS: Readonly<Record<string, string>> = {
  'x,d': 'column "id": not of type INTEGER',
  '"y","h\n"': 'column "id": not of type INTEGER',
  '3': 'the line ends before its last column',
  '4,e,f': 'the line has more cells than the header',
}

test('given very many bad rows, when read, then a few of them are kept', async () => {
  const write = (db: { run(sql: string): Promise<void> }, path: string) =>
    db.run(`COPY (SELECT 'x' AS id, repeat('y', 600) AS note FROM range(150000)
      UNION ALL SELECT '1', 'z') TO ${quoteText(path)} (FORMAT csv, HEADER)`)
  const columns = [
    { name: 'id', type: 'int' },
    { name: 'note', type: 'string' },
  ] as const

  const { findings, rowsRejected, rejectedLines, rows } = await readContent(
    { ...raw, columns, key: ['id'] },
    write,
  )

  assert.deepEqual(rows, [{ id: 1, note: 'z' }])
  assert.deepEqual([rowsRejected, rejectedLines], [150_000, undefined])
  assert.deepEqual(
    findings.map(({ rowCount, samples }) => [rowCount, samples.map(({ line }) => line)]),
    [[150_000, [2, 3, 4, 5, 6]]],
  )
  assert.equal(findings[0]?.samples[0]?.text.length, 500)
})

test('given objects without end of members, when read, then it is refused', async () => {
  const members = (line: number) => Array.from({ length: 1000 }, (_, at) => [`${line}-${at}`, 1])
  const lines = Array.from({ length: 11 }, (_, line) => Object.fromEntries(members(line)))

  const read = await readContent(
    of({ kind: 'json-lines' }),
    lines.map((line) => JSON.stringify(line)).join('\n'),
  )

  assert.deepEqual(told(read), [['content', 'its objects have more than 10000 members', [1]]])
})
