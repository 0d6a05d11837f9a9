import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenStorage } from '../testing/given-storage.ts'
import { givenUpload } from '../testing/given-upload.ts'

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
    first.uploads.map(({ id }) => id),
    [one.uploadId],
  )
  assert.equal(first.truncated, true)
  assert.deepEqual(
    second.uploads.map(({ id }) => id),
    [two.uploadId],
  )
  given.registered.add('s3://lake/big')
  assert.deepEqual((await given.storage.listUploads(ana, { ...query, after })).uploads, [])
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
    pages.push(page.uploads.map(({ key }) => key))
    const last = page.uploads.at(-1)
    assert.ok(last || !page.truncated)
    after = page.truncated && last ? { key: last.key, uploadId: last.id } : undefined
  }

  assert.deepEqual(pages, [['a', 'x'], ['y']])
})
