import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenStorage } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'
import type { UploadEntry } from './list-uploads.ts'

test('given uploads, when listed, then the running ones in open places, in pages', async () => {
  await using given = await givenStorage()
  const { part, complete } = await givenUpload(given)
  await complete([await part(1, Buffer.from('x'))])
  const { upload: one } = await givenUpload(given)
  const { upload: two } = await givenUpload(given)
  const query = { bucket: 'lake', prefix: '', uploadsMax: 1 }

  const first = await given.storage.listUploads(ana, { ...query, after: { key: '', uploadId: '' } })
  const after = { key: 'big', uploadId: one.uploadId }
  const second = await given.storage.listUploads(ana, { ...query, after })

  assert.deepEqual(
    first.entries.map((one) => one.kind === 'upload' && one.id),
    [one.uploadId],
  )
  assert.equal(first.truncated, true)
  assert.deepEqual(
    second.entries.map((one) => one.kind === 'upload' && one.id),
    [two.uploadId],
  )
  given.registered.add('s3://lake/big')
  assert.deepEqual((await given.storage.listUploads(ana, { ...query, after })).entries, [])
})

test('given many uploads in closed places, when listed, then no page names one', async () => {
  await using given = await givenStorage()
  const { storage, database } = given
  await database.pool.query(`INSERT INTO storage.uploads
      (id, bucket, key, initiator, created_at, attributes)
    SELECT 'u' || lpad(n::text, 5, '0'), 'lake', 'closed/' || lpad(n::text, 5, '0'), 'ana', now(),
      '{"headers": {}, "metadata": {}}'
    FROM generate_series(1, 2100) AS n`)
  given.registered.add('s3://lake/closed/')
  const attributes = { headers: {}, metadata: {} }
  for (const key of ['a', 'x', 'y'])
    await storage.createUpload(ana, { bucket: 'lake', key, attributes })

  const pages: string[][] = []
  for (
    let after: { key: string; uploadId: string } | undefined = { key: '', uploadId: '' };
    after;
  ) {
    const query = { bucket: 'lake', prefix: '', uploadsMax: 2, after }
    const page: Awaited<ReturnType<typeof storage.listUploads>> = await storage.listUploads(
      ana,
      query,
    )
    pages.push(page.entries.map(nameOf))
    const last = page.entries.at(-1)
    assert.ok(last?.kind === 'upload' || !page.truncated)
    after =
      page.truncated && last?.kind === 'upload' ? { key: last.key, uploadId: last.id } : undefined
  }

  assert.deepEqual(pages, [['a', 'x'], ['y']])
})

test('given many uploads, when listed by folders, then each folder is one', async () => {
  await using given = await givenStorage()
  const { storage, database } = given
  await database.pool.query(`INSERT INTO storage.uploads
      (id, bucket, key, initiator, created_at, attributes)
    SELECT 'u' || lpad(n::text, 5, '0'), 'lake', 'x/' || n % 3 || '/' || n, 'ana', now(),
      '{"headers": {}, "metadata": {}}'
    FROM generate_series(1, 2100) AS n`)
  const attributes = { headers: {}, metadata: {} }
  for (const key of ['a', 'x', 'y/z'])
    await storage.createUpload(ana, { bucket: 'lake', key, attributes })
  const listed = async (prefix: string, uploadsMax = 5) => {
    const query = { bucket: 'lake', prefix, delimiter: '/', after: { key: '', uploadId: '' } }
    const { entries, truncated } = await storage.listUploads(ana, { ...query, uploadsMax })
    return [...entries.map(nameOf), truncated]
  }

  assert.deepEqual(await listed(''), ['a', 'x', 'x/', 'y/', false])
  assert.deepEqual(await listed('x/'), ['x/0/', 'x/1/', 'x/2/', false])
  assert.deepEqual(await listed('', 2), ['a', 'x', true])
})

function nameOf(entry: UploadEntry): string {
  return entry.kind === 'upload' ? entry.key : entry.prefix
}
