import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { createMessage, encrypt, generateKey, readKey } from 'openpgp'
import type { ConnectionSecret } from '../model/connection.ts'
import type { RemoteFile } from '../model/listing.ts'
import { givenDirectory } from '../testing/given-content.ts'
import { foundProposal, type Proposal } from './sample.ts'

const DAY = '2026-03-02'

/** What is proposed for a file of that name and content, alone in its directory. */
async function proposal(
  name: string,
  content: string | Buffer,
  more: { secret?: ConnectionSecret; listing?: RemoteFile[]; sizeBytes?: number } = {},
): Promise<Proposal> {
  await using directory = await givenDirectory()
  const bytes = Buffer.from(content as string)
  const file = { path: name, sizeBytes: more.sizeBytes ?? bytes.length }
  const given = { file, listing: more.listing ?? [file], directory: 'out', zone: 'UTC', bytes }
  const path = join(directory.path, 'sample')
  return await foundProposal({ ...given, secret: more.secret ?? {}, path }, writeFile)
}

const types = ({ columns }: Proposal) => columns.map(({ name, type }) => `${name} ${type}`)
const about = (of: Proposal, what: string) => of.evidence.find((one) => one.about === what)

const rows = Array.from({ length: 40 }, (_, at) => `${DAY};p${at};0${at};${at}.5;${at % 7}`)
const counts = `day;place;code;share;cars\n${rows.join('\n')}\n`

test('given a CSV, when sampled, then dialect, types, key and event are read off it', async () => {
  const found = await proposal(`counts-${DAY}.csv`, counts)

  assert.equal(found.refusal, undefined)
  assert.equal(found.definition.source?.pattern, 'counts-{date}.csv')
  assert.equal(found.definition.dialect?.delimiter, ';')
  assert.deepEqual(types(found), [
    ...['day date', 'place string', 'code string', 'share double', 'cars int'],
  ])
  assert.match(found.columns[2]?.why ?? '', /begin with 0/)
  assert.deepEqual(found.definition.key, ['place'])
  assert.deepEqual(found.definition.event, { column: 'day', zone: 'UTC', withinSlice: true })
  assert.deepEqual([found.sample.rows, found.sample.cut], [40, false])
  assert.equal(about(found, 'dialect')?.sure, true)
})

test('given commas in quotes and NA, when sampled, then rows and types stay', async () => {
  const text = 'id,name,value\n1,"Roe, Jane",NA\n2,"He said ""no""",2.5\n3,x,4\n'

  const found = await proposal('once.csv', text)

  assert.deepEqual(types(found), ['id int', 'name string', 'value double'])
  assert.deepEqual(found.definition.dialect?.nulls, ['', 'NA'])
  assert.deepEqual(found.definition.dialect?.quote, '"')
  assert.deepEqual([found.sample.rows, found.columns[2]?.nulls], [3, 1])
  assert.equal(found.definition.source?.pattern, 'once.csv')
})

test('given layers, when sampled, then they are opened by their bytes', async () => {
  const made = await generateKey({ userIDs: [{ name: 'desk' }], format: 'armored' })
  const message = await createMessage({ binary: gzipSync(counts) })
  const encryptionKeys = await readKey({ armoredKey: made.publicKey })
  const sealed = Buffer.from(
    (await encrypt({ message, encryptionKeys, format: 'binary' })) as Uint8Array,
  )
  const secret = { pgpPrivateKey: made.privateKey }

  const packed = await proposal(`a-${DAY}.dat`, zstdCompressSync(Buffer.from(counts)))
  const opened = await proposal(`a-${DAY}.dat`, sealed, { secret })
  const closed = await proposal(`a-${DAY}.dat`, sealed)

  assert.deepEqual(packed.definition.decode, ['zstd'])
  assert.deepEqual(opened.definition.decode, ['pgp', 'gz'])
  assert.deepEqual(types(opened), types(packed))
  assert.match(closed.refusal ?? '', /no PGP key/)
})

test('given the beginning of a big file, when sampled, then half a line is no row', async () => {
  const whole = `${counts}${`${rows[0]}\n`.repeat(50_000)}`
  const packed = gzipSync(whole)
  const half = packed.subarray(0, packed.length - 900)

  const plain = await proposal(`a-${DAY}.csv`, counts.slice(0, -5), { sizeBytes: 1 << 30 })
  const cut = await proposal(`a-${DAY}.csv.gz`, half, { sizeBytes: packed.length })

  assert.deepEqual([plain.sample.rows, plain.sample.cut, types(plain).length], [39, true, 5])
  assert.equal(cut.sample.cut, true)
  assert.ok(cut.sample.rows > 40)
})

test('given a bomb, when sampled, then no more than the sample is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(48 << 20, 'day,n\n'))
  const before = process.memoryUsage().rss

  const found = await proposal(`a-${DAY}.csv.gz`, bomb)

  assert.equal(types(found).length, 2)
  assert.ok(process.memoryUsage().rss - before < 200 << 20)
})

test('given other formats, when sampled, then each is known, or refused in words', async () => {
  const lines = await proposal('a.jsonl', '{"id": 1, "t": "2026-03-02T10:00:00Z"}\n{"id": 2}\n')
  const inside = await proposal('a.json', '{"ok": true, "data": {"rows": [{"id": 1}, {"id": 2}]}}')
  const page = await proposal('a.csv', '<!DOCTYPE html><html><body>Log in</body></html>')
  const binary = await proposal('a.bin', Buffer.from([1, 0, 2, 0, 0, 0, 3, 9, 0, 7]))
  const empty = await proposal('a.csv', '')
  const avro = await proposal('a.avro', Buffer.from('Obj\u0001\u0004\u0000rest'))

  assert.match(avro.refusal ?? '', /it is Avro/)
  assert.deepEqual(lines.definition.format, { kind: 'json-lines' })
  assert.deepEqual(types(lines), ['id int', 't timestamptz'])
  assert.deepEqual(inside.definition.format, { kind: 'json', rows: ['data', 'rows'] })
  assert.deepEqual(
    [page, binary, empty].map(({ refusal }) => refusal?.split(' ').slice(-2).join(' ')),
    ['not data', 'known here', 'is empty'],
  )
})

test('given a trailer that counts, when sampled, then it makes a file complete', async () => {
  const found = await proposal(`a-${DAY}.csv`, `${counts}TRAILER;40\n`)
  const other = await proposal(`a-${DAY}.csv`, `${counts}TRAILER;41\n`)

  const seconds = 60
  assert.deepEqual(found.definition.complete, { rule: 'trailer', line: 'TRAILER;{rows}', seconds })
  assert.equal(found.sample.rows, 40)
  assert.equal(other.definition.complete?.rule, 'stable-size')
})

test('given bytes that are no UTF-8, when sampled, then no encoding is sure', async () => {
  const found = await proposal('a.csv', Buffer.from('id,name\n1,Ren\xe9\n', 'latin1'))
  const wide = await proposal('a.csv', Buffer.from('\ufeffid,name\n1,Ren\u00e9\n', 'utf16le'))

  assert.equal(found.definition.dialect?.encoding, 'windows-1252')
  assert.deepEqual([about(found, 'encoding')?.sure, about(wide, 'encoding')?.sure], [false, true])
  assert.match(about(found, 'encoding')?.text ?? '', /line 2 is no UTF-8/)
  assert.equal(wide.definition.dialect?.encoding, 'utf-16le')
  assert.deepEqual(types(wide), ['id int', 'name string'])
})
