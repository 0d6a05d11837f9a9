import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FeedDefinition } from '../model/feed.ts'
import { container } from '../testing/given-container.ts'
import { givenDirectory, readContent } from '../testing/given-content.ts'
import { workbookParts, type ZipPart, zipped } from '../testing/given-workbook.ts'
import { openAvro } from './avro.ts'
import { openSource } from './open-source.ts'
import { rowsBytesMax, rowsPathOf, type TextRow, writeRows } from './row-file.ts'
import { showsDate } from './xlsx-serial.ts'

// Each of these took minutes, or all of the memory: the limits are far from both.
const SECONDS_MAX = 20

const avroFeed: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'rows-{date}.avro' },
  columns: [{ name: 'id', type: 'string' }],
  format: { kind: 'avro' },
  target: { accountId: '1', database: 'd', table: 't' },
}
const excelFeed: Partial<FeedDefinition> = {
  ...avroFeed,
  source: { directory: '.', pattern: 'rows-{date}.xlsx' },
  format: { kind: 'xlsx' },
}
const record = (...fields: unknown[]) => ({ type: 'record', name: 'Row', fields })

async function reasonOf(feed: Partial<FeedDefinition>, content: Buffer): Promise<string> {
  const begun = process.cpuUsage()
  const { findings } = await readContent(feed, content)
  const { user, system } = process.cpuUsage(begun)
  assert.ok((user + system) / 1e6 < SECONDS_MAX, `it took ${(user + system) / 1e6} s`)
  return findings.map(({ check, reason }) => `${check}: ${reason}`).join('\n')
}

test('given long names and symbols in a schema, when read, then it is refused', async () => {
  const long = 'a'.repeat(2 << 20)
  const rows = [{ rows: 400, bytes: Buffer.alloc(400) }]
  for (const schema of [
    record({ name: 'id', type: { type: 'enum', name: 'Kind', symbols: [long] } }),
    record({ name: 'id', type: record({ name: long, type: 'int' }) }),
    record({ name: 'id', type: { type: 'fixed', name: long, size: 1 } }),
    record({ name: 'id', type: { type: 'fixed', name: 'F', namespace: long, size: 1 } }),
  ])
    assert.match(
      await reasonOf(avroFeed, container(schema, rows)),
      /^content: its schema has a name of 2097152 characters; 1000 are read$/,
    )
})

test('given a byte for each long text of a row, when read, then it is counted', async () => {
  const symbol = 'a'.repeat(1000)
  const kinds = { type: 'array', items: { type: 'enum', name: 'Kind', symbols: [symbol] } }
  // 10,000 items as a zigzag varint, a byte for each, and the end.
  const items = Buffer.concat([Buffer.from([0xa0, 0x9c, 0x01]), Buffer.alloc(10_000 + 1)])
  const of = (name: string) =>
    container(record({ name: 'id', type: 'boolean' }, { name, type: kinds }), [
      { rows: 1, bytes: Buffer.concat([Buffer.alloc(1), items]) },
    ])
  const strings = container(record({ name: 'id', type: { type: 'array', items: 'string' } }), [
    {
      rows: 1,
      // One text of 1,048,576 characters that each become six of JSON.
      bytes: Buffer.concat([Buffer.from([2, 0x80, 0x80, 0x80, 1]), Buffer.alloc(2 ** 20 + 1, 0)]),
    },
  ])

  const beside = await reasonOf(
    { ...avroFeed, columns: [{ name: 'id', type: 'boolean' }] },
    of('other'),
  )

  assert.match(beside, /^content: a row has more than 5242880 characters$/)
  assert.match(await reasonOf(avroFeed, strings), /^content: a row has more than 5242880 char/)
})

test('given many long rows of few bytes, when read, then few of them are held', async () => {
  await using directory = await givenDirectory()
  const path = join(directory.path, 'a')
  const symbols = Array.from({ length: 3 }, (_, at) => `${'a'.repeat(998)}${at}`)
  const kinds = { type: 'array', items: { type: 'enum', name: 'Kind', symbols } }
  const row = Buffer.concat([Buffer.from([0xd0, 0x0f]), Buffer.alloc(1000 + 1)])
  const rows = 300
  const bytes = Buffer.concat(Array.from({ length: rows }, () => row))
  await writeFile(path, container(record({ name: 'id', type: kinds }), [{ rows, bytes }]))
  let turns = 0
  const turning = setInterval(() => (turns += 1), 1)

  await openAvro(path, avroFeed as FeedDefinition)

  clearInterval(turning)
  assert.ok((await stat(rowsPathOf(path))).size > rows * 1e6)
  assert.ok(turns > 20, `others had ${turns} turns`)
})

test('given a format with brackets that stay open, when asked, then it is refused', async () => {
  assert.equal(showsDate(164, `${'['.repeat(254)}d`), true)
  assert.throws(() => showsDate(164, '['.repeat(256)), /a format has 256 characters; 255 are/)
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${'['.repeat(200_000)}"/>
    </numFmts><cellXfs>${'<xf numFmtId="164"/>'.repeat(100)}</cellXfs></styleSheet>`

  assert.match(await reasonOf(excelFeed, withStyles(styles)), /a format has 200000 characters/)
})

test('given lists of a workbook without an end, when read, then they are refused', async () => {
  const styles = (inner: string) => withStyles(`<styleSheet>${inner}</styleSheet>`)
  const many = (tag: string) => tag.repeat(70_000)
  for (const [content, reason] of [
    [styles(`<cellXfs>${many('<xf/>')}</cellXfs>`), /^content: it has more than 65490 styles$/],
    [styles(many('<numFmt/>')), /^content: it has more than 65490 formats$/],
    [withPart('xl/workbook.xml', `<a>${many('<sheet/>')}</a>`), /than 65490 sheets$/],
    [withPart('_rels/.rels', `<a>${many('<Relationship/>')}</a>`), /than 65490 relations$/],
    [styles(' '.repeat(65 << 20)), /"xl\/styles.xml" in it unpacks to \d+ bytes; 67108864 are/],
  ] as const)
    assert.match(await reasonOf(excelFeed, content), reason)
})

test('given a sheet as wide as one may be, when read, then its names are placed once', async () => {
  const names = Array.from({ length: 16_384 }, (_, at) => `<c t="str"><v>n${at}</v></c>`)
  const rows = '<row><c><v>1</v></c></row>'.repeat(3000)
  const merged = '<mergeCell ref="B2:XFD9"/>'.repeat(20_000)
  const sheet = `<sheetData><row>${names.join('')}</row>${rows}</sheetData>${merged}`
  const columns = [{ name: 'n0', type: 'int' as const }]

  const content = zipped(workbookParts({ sheets: { P: sheet } }))

  const { rows: read, findings } = await readContent({ ...excelFeed, columns }, content)

  assert.deepEqual([read.length, findings], [3000, []])
  assert.equal(await reasonOf({ ...excelFeed, columns }, content), '')
})

test('given blanks inside a value of XML, when read, then it is trimmed once', async () => {
  const feed: Partial<FeedDefinition> = {
    ...avroFeed,
    source: { directory: '.', pattern: 'rows-{date}.xml' },
    format: { kind: 'xml', rows: 'rows/row' },
    columns: [{ name: 'id', type: 'int' }],
  }
  const blank = `<row><id>1${' '.repeat(300_000)}2</id></row>`
  const xml = `<rows>${blank}<row><id> \n7\t</id></row></rows>`

  const { rows } = await readContent(feed, xml)

  assert.deepEqual(rows, [{ id: 7 }])
  assert.match(await reasonOf(feed, Buffer.from(xml)), /not of type INTEGER$/)
})

test('given an archive that tells of false places, when read, then a finding', async () => {
  const parts = workbookParts({ sheets: { P: '<sheetData/>' } })
  const [first, ...rest] = parts as [ZipPart, ...ZipPart[]]
  const far = zipped([{ ...first, saysOffset: 2n ** 63n }, ...rest], { wide: true })
  const lost = zipped(parts, { wide: true })
  lost.writeBigUInt64LE(2n ** 60n, lost.length - 22 - 12)
  for (const [content, reason] of [
    [zipped([{ name: '_rels/.rels', content: '', stored: true }, ...rest]), /malformed XML/],
    [far, /^content: it ends early$/],
    [lost, /^content: it ends early$/],
  ] as const)
    assert.match(await reasonOf(excelFeed, content), reason)
})

test('given a reader that fails unforeseen, when opened, then it is a finding', async () => {
  const logged: unknown[] = []
  const cause = new RangeError('Invalid string length')
  const db = { run: () => Promise.reject(cause), rows: () => Promise.reject(cause) }
  await using directory = await givenDirectory()
  const path = join(directory.path, 'a')
  await writeFile(path, 'PAR1')
  const definition = { ...avroFeed, format: { kind: 'parquet' } } as FeedDefinition
  const log = { error: (facts: object) => void logged.push(facts) }
  const open = (of: object) => openSource({ ...db, ...of } as never, path, { definition, log })

  const opened = await open({})

  assert.ok('finding' in opened)
  assert.deepEqual(
    [opened.finding.check, opened.finding.reason],
    ['content', 'it could not be read as parquet'],
  )
  assert.deepEqual(logged, [{ err: cause, format: 'parquet' }])
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' })
  await assert.rejects(open({ rows: () => Promise.reject(full) }), full)
})

test('given rows that outgrow their content, when written, then bytes are counted', async () => {
  await using directory = await givenDirectory()
  const path = join(directory.path, 'a')
  await writeFile(path, 'x')
  const row: TextRow = { cells: ['\u20ac'.repeat(300_000)] }
  async function* batches() {
    for (let count = 0; count < 10; count += 1) yield [row]
  }

  await assert.rejects(writeRows(path, batches(), 8_000_000), /rows take more than 8000000 bytes/)

  assert.equal(existsSync(rowsPathOf(path)), false)
  await writeRows(path, batches(), 10_000_000)
  assert.equal((await stat(rowsPathOf(path))).size, 10 * (900_000 + ',""\n'.length))
  assert.deepEqual([1, 10 * 2 ** 20, 2 ** 40].map(rowsBytesMax), [
    2 ** 30,
    2000 * 2 ** 20,
    64 * 2 ** 30,
  ])
})

function withPart(name: string, content: string): Buffer {
  const parts = workbookParts({ sheets: { P: '<sheetData/>' } })
  return zipped(parts.map((part) => (part.name === name ? { name, content } : part)))
}

function withStyles(content: string): Buffer {
  return withPart('xl/styles.xml', content)
}
