import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseManifest, parseReadyFile, sliceOf, versionOf } from './listing.ts'

test('given a dated pattern, when names are matched, then the date is the slice', () => {
  const pattern = 'flights-{date}.csv.gz'
  assert.equal(sliceOf(pattern, 'flights-2013-01-31.csv.gz'), '2013-01-31')
  assert.equal(sliceOf(pattern, 'flights-2013-01-31.csv.gz.ready'), undefined)
  assert.equal(sliceOf(pattern, 'flights-2013-01-31xcsv.gz'), undefined)
  assert.equal(sliceOf('planes.csv', 'planes.csv'), 'once')
  assert.equal(sliceOf('weather-{month}.csv', 'weather-2013-02.csv'), '2013-02')
})

test('given temporary names, when they are matched by a star, then they are no one’s', () => {
  for (const name of ['a.csv.part', 'a.csv.filepart', 'a.csv.tmp', '.a.csv', 'a.ocTransferId42'])
    assert.equal(sliceOf('*', name), undefined, name)
})

const piece = fc.constantFrom('*', '{date}', '{month}', 'a', '.', '-', '2013-01', '/', '**')
const word = fc.constantFrom('a', '.', '-', '2013-01', '2013-01-31', '/', '1', 'b')

test('given random patterns, when names are matched, then a backtracking match agrees', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.array(word, { maxLength: 7 }), (of, name) => {
      const stamps = of.filter((part) => part.startsWith('{'))
      fc.pre(stamps.length < 2)
      const [pattern, path] = [of.join(''), name.join('')]

      const found = sliceOf(pattern, path)

      assert.equal(found, path.startsWith('.') ? undefined : byExpression(pattern, path))
    }),
    { numRuns: 3000 },
  )
})

function byExpression(pattern: string, path: string): string | undefined {
  const source = pattern
    .replaceAll('.', '\\.')
    .replace('{date}', String.raw`(?<slice>\d{4}-\d{2}-\d{2})`)
    .replace('{month}', String.raw`(?<slice>\d{4}-\d{2})`)
    .replaceAll('*', '[^/]*')
  const match = new RegExp(`^${source}$`).exec(path)
  return match ? (match.groups?.slice ?? 'once') : undefined
}

test('given names that every object has a member of, when matched, then they are names', () => {
  for (const name of ['constructor', '__proto__', 'toString'])
    assert.equal(sliceOf(name, name), 'once')
})

test('given names made to be slow, when matched, then it takes no time', () => {
  const startedAt = performance.now()

  assert.equal(sliceOf(`${'*a'.repeat(12)}*b`, 'a'.repeat(250)), undefined)

  assert.ok(performance.now() - startedAt < 1_000)
})

test('given another time or etag, when named, then it is another version', () => {
  const file = { path: 'a', sizeBytes: 1, modifiedAt: new Date(0), etag: 'x' }
  assert.notEqual(versionOf(file), versionOf({ ...file, modifiedAt: new Date(1) }))
  assert.notEqual(versionOf(file), versionOf({ ...file, etag: 'y' }))
})

test('given ready files of any content, when read, then only what is understood counts', () => {
  assert.deepEqual(parseReadyFile(''), { played: false })
  assert.deepEqual(parseReadyFile('done'), { played: false })
  const said = parseReadyFile(
    '{"size": 3, "sha256": "ab", "published_at": "2013-01-02T11:00:00Z", "simulated": true}',
  )
  assert.deepEqual(said, {
    sizeBytes: 3,
    sha256: 'ab',
    publishedAt: new Date('2013-01-02T11:00:00Z'),
    played: true,
  })
})

test('given a manifest, when read, then each line promises its file', () => {
  const sha256 = 'a'.repeat(64)
  const promised = parseManifest(`a.csv, 12, ${sha256}\r\n\r\nb.csv\n`)
  assert.deepEqual(
    [...promised],
    [
      ['a.csv', { sizeBytes: 12, sha256 }],
      ['b.csv', {}],
    ],
  )
})
