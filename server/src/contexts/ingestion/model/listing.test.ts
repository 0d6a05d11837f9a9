import assert from 'node:assert/strict'
import { test } from 'node:test'
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
