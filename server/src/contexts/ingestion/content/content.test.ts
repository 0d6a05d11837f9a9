import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { integrityFailed } from '../errors.ts'
import { type FeedDefinition, parseFeedDefinition } from '../model/feed.ts'
import { givenDirectory, readContent } from '../testing/given-content.ts'
import { openCsv } from './csv.ts'
import { decodeFile } from './decode.ts'

const raw: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'rows-{date}.csv' },
  columns: [
    { name: 'at', type: 'timestamptz' },
    { name: 'id', type: 'int', min: 1 },
    { name: 'kind', type: 'string', oneOf: ['a', 'b'] },
  ],
  dialect: { delimiter: ',', quote: '"', escape: '"', nulls: ['', 'NA'], encoding: 'utf-8' },
  key: ['id'],
  event: { column: 'at', zone: 'America/New_York', withinSlice: true },
  target: { accountId: '1', database: 'd', table: 't' },
}
test('given good rows, when read, then nothing is found and the clocks are on them', async () => {
  const csv = 'id,at,kind\n1,2013-01-01T10:00:00Z,a\n2,2013-01-02T04:00:00Z,NA\n'
  const { written, findings } = await readContent(raw, csv)

  assert.equal(written?.recordCount, 2)
  assert.deepEqual(findings, [])
  assert.equal(written.columns.get('"_vintage"')?.get('min'), '7')
})

test('given bad lines, when read, then each has its line and its reason', async () => {
  const csv = [
    'at,id,kind',
    '2013-01-01T10:00:00Z,x,a',
    '2013-01-01T10:00:00Z,1,a',
    '2013-01-01T10:00:00Z,2,a,more',
    '2013-01-01T10:00:00Z,3,c',
    '2013-01-01T10:00:00Z,0,a',
    'NA,4,a',
    '2013-01-03T10:00:00Z,5,a',
    '2013-01-01T10:00:00Z,1,b',
    '2013-01-0',
  ]

  const { findings, rowsRejected } = await readContent(raw, csv.join('\n'))

  const lines = findings.map(({ check, reason, samples }) => [
    check,
    reason,
    samples.map(({ line }) => line),
  ])
  assert.deepEqual(lines, [
    ['rows', 'column "id": not of type INTEGER', [2]],
    ['rows', 'the line has more cells than the header', [4]],
    ['rows', 'the line ends before its last column', [10]],
    ['domain', 'column "at": there is no value', [7]],
    ['domain', 'column "id": below 1', [6]],
    ['domain', 'column "kind": not an agreed value', [5]],
    ['slice', 'rows are not about 2013-01-01', [8]],
    ['key', 'rows repeat the key (id)', [9]],
  ])
  assert.equal(rowsRejected, 3)
  const below = findings.find(({ reason }) => reason.endsWith('below 1'))
  assert.deepEqual(Object.keys(JSON.parse(below?.samples[0]?.text ?? '{}')), ['at', 'id', 'kind'])
})

test('given a web page or nothing, when looked at, then it is no data', async () => {
  await using directory = await givenDirectory()
  const path = join(directory.path, 'page')
  for (const [text, check] of [
    ['<!DOCTYPE html><html>Sign in</html>', 'content'],
    ['\n<html>', 'content'],
    ['', 'empty'],
    ['PAR1\u0000', 'content'],
  ] as const) {
    await writeFile(path, text)
    const opened = await openCsv(path, parseFeedDefinition(raw))
    assert.equal('finding' in opened && opened.finding.check, check)
  }
})

test('given layers, when unpacked, then the content is there', async () => {
  await using directory = await givenDirectory()
  const content = Buffer.from('a,b\n1,2\n'.repeat(1000))
  const packed = {
    gz: gzipSync(content),
    zstd: zstdCompressSync(content),
    zip: zipped(content),
  }
  for (const [chain, bytes] of [
    [['gz'], packed.gz],
    [['zstd'], packed.zstd],
    [['zip'], packed.zip],
    [['zip', 'gz'], zipped(packed.gz)],
    [[], content],
  ] as const) {
    const [from, to] = [join(directory.path, 'from'), join(directory.path, 'to')]
    await writeFile(from, bytes)
    await decodeFile({ name: 'x', from, to, chain })
    assert.ok((await readFile(to)).equals(content), chain.join())
  }
})

test('given a layer that ends early, when unpacked, then it is damaged', async () => {
  await using directory = await givenDirectory()
  const [from, to] = [join(directory.path, 'from'), join(directory.path, 'to')]
  const content = Buffer.from('a,b\n'.repeat(5000))
  for (const [chain, bytes] of [
    ['gz', gzipSync(content)],
    ['zip', zipped(content)],
    ['gz', content],
  ] as const) {
    await writeFile(from, bytes.subarray(0, bytes.length - 12))
    const attempt = decodeFile({ name: 'x', from, to, chain: [chain] })
    await assert.rejects(attempt, integrityFailed.matches)
  }
})

test('given a bomb, when unpacked, then it is refused before it fills the disk', async () => {
  await using directory = await givenDirectory()
  const [from, to] = [join(directory.path, 'from'), join(directory.path, 'to')]
  const bomb = gzipSync(Buffer.alloc(8 << 20))
  for (const [chain, bytes] of [
    [['gz'], bomb],
    [['zip', 'gz'], zipped(bomb)],
  ] as const) {
    await writeFile(from, bytes)
    const attempt = decodeFile({ name: 'x', from, to, chain, bytesMax: 1 << 20 })
    await assert.rejects(attempt, /damaged: .* unpacks to more than 1048576 bytes/)
    assert.ok((await stat(to)).size <= 1 << 20)
  }
})

/** A zip archive of one file, as any tool makes it. */
function zipped(content: Buffer): Buffer {
  const body = deflateRawSync(content)
  const name = Buffer.from('a.csv')
  const facts = Buffer.alloc(16)
  facts.writeUInt32LE(crc32(content), 0)
  facts.writeUInt32LE(body.length, 4)
  facts.writeUInt32LE(content.length, 8)
  facts.writeUInt16LE(name.length, 12)
  const local = Buffer.concat([Buffer.from('504b03041400000008000000', 'hex'), Buffer.alloc(2)])
  const head = Buffer.concat([local, facts, name])
  const central = Buffer.concat([
    Buffer.from('504b0102140014000000080000000000', 'hex'),
    facts,
    Buffer.alloc(14),
    name,
  ])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(head.length + body.length, 16)
  return Buffer.concat([head, body, central, end])
}
