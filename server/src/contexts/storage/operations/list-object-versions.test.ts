import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesOf } from '../content/open.ts'
import * as errors from '../errors.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import { ana, type GivenStorage, givenStorage, putOf } from '../testing/given-storage.ts'
import type { VersionEntry } from './list-object-versions.ts'

/** Of one key, the newest first; without a body a delete marker. */
interface Version {
  id: string
  body?: string
}

/** The definition: a list of versions per key, and what a bucket does with new ones. */
class Model {
  versioning: 'enabled' | 'suspended' | undefined
  readonly bucket: string
  readonly keys = new Map<string, Version[]>()

  constructor(bucket: string) {
    this.bucket = bucket
  }
  put(key: string, version: Version): void {
    const kept = this.versions(key).filter(({ id }) => id !== version.id)
    this.keys.set(key, [version, ...kept])
  }
  remove(key: string, id: string): void {
    const kept = this.versions(key).filter((one) => one.id !== id)
    this.keys.set(key, kept)
  }
  versions(key: string): Version[] {
    return this.keys.get(key) ?? []
  }
}

const key = fc.constantFrom('a', 'dir/b', 'dir/c', 'e')
/** Some live in their row, some in a blob. */
const body = fc.constantFrom('x', 'y', 'z'.repeat(40_000))
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put'), key, body }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete'), key }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove'), key, pick: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('enabled') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('suspended') }) },
)
type Step = { kind: string; key?: string; body?: string; pick?: number }

async function play(given: GivenStorage, model: Model, { kind, ...of }: Step): Promise<void> {
  const { storage } = given
  const { bucket } = model
  const { key = '' } = of
  if (kind === 'enabled' || kind === 'suspended') {
    await storage.putBucketVersioning(ana, { bucket, versioning: kind })
    model.versioning = kind
    return
  }
  if (kind === 'put') {
    const { versionId: id } = await storage.putObject(ana, { ...putOf(key, of.body), bucket })
    if (model.versioning !== 'enabled') assert.equal(id, NULL_VERSION)
    return model.put(key, { id, body: of.body ?? '' })
  }
  const versions = model.versions(key)
  const picked = kind === 'remove' ? versions[(of.pick ?? 0) % (versions.length || 1)] : undefined
  if (kind === 'remove' && !picked) return
  const target = { key, ...(picked ? { versionId: picked.id } : {}) }
  const [done] = await storage.deleteObjects(ana, { bucket, targets: [target] })
  if (picked) {
    assert.equal(done?.markerVersionId, picked.body === undefined ? picked.id : undefined)
    return model.remove(key, picked.id)
  }
  if (model.versioning) return model.put(key, { id: done?.markerVersionId ?? '' })
  model.remove(key, NULL_VERSION)
}

async function listed(
  given: GivenStorage,
  entriesMax = 1000,
  bucket = 'lake',
): Promise<VersionEntry[]> {
  const found: VersionEntry[] = []
  let behind: { key: string; versionId: string } | undefined
  for (;;) {
    const at = behind ? { from: behind.key, behind } : { from: '' }
    const query = { bucket, prefix: '', entriesMax, ...at }
    const page = await given.storage.listObjectVersions(ana, query)
    found.push(...page.entries)
    const last = page.entries.at(-1)
    if (!page.truncated || last?.kind !== 'version') return found
    behind = { key: last.key, versionId: last.versionId }
  }
}

async function compare(given: GivenStorage, model: Model, entriesMax: number): Promise<void> {
  const { storage } = given
  const { bucket } = model
  const expected = [...model.keys]
    .sort()
    .flatMap(([key, versions]) =>
      versions.map(({ id, body }, place) => [key, id, body === undefined, place === 0]),
    )
  const entries = await listed(given, entriesMax, bucket)
  assert.deepEqual(
    entries.map((one) =>
      one.kind === 'version' ? [one.key, one.versionId, one.isMarker, one.isLatest] : one,
    ),
    expected,
  )
  for (const [key, versions] of model.keys) {
    for (const { id: versionId, body } of versions) {
      const read = storage.getObject(ana, { bucket, key, versionId, conditions: {} })
      if (body === undefined) await assert.rejects(read, errors.isDeleteMarker.matches)
      else assert.equal((await bytesOf((await read).body!)).toString(), body)
    }
    const now = await storage.stat(`s3://${bucket}/${key}`)
    assert.equal(now?.sizeBytes, versions[0]?.body?.length)
  }
}

test('given any puts and deletes, when versions are kept or not, then as defined', async () => {
  await using given = await givenStorage()
  let bucketCount = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, entriesMax) => {
        bucketCount += 1
        const model = new Model(`bucket-${bucketCount}`)
        await given.storage.ensureBucket({ name: model.bucket, accountId: ana.accountId })
        for (const one of steps) await play(given, model, one)
        await compare(given, model, entriesMax)
        const { keys, bucket } = model
        await given.storage.remove([...keys.keys()].map((one) => `s3://${bucket}/${one}`))
      },
    ),
    { numRuns: 30 },
  )
  const left = await readdir(given.deps.objectsDirectory, { recursive: true })
  assert.deepEqual(
    left.filter((name) => /^blobs\/.+\//.test(name)),
    [],
  )
})

test('given many writers, when they race on one key, then each version is kept once', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })

  const bodies = Array.from({ length: 30 }, (_, number) => `body ${number}`)
  const put = await Promise.all(bodies.map((one) => storage.putObject(ana, putOf('a', one))))
  const entries = await listed(given)

  assert.deepEqual(
    entries.map((one) => one.kind === 'version' && one.versionId).sort(),
    put.map(({ versionId }) => versionId).sort(),
  )
  const targets = put.map(({ versionId }) => ({ key: 'a', versionId }))
  await Promise.all(
    targets.map((one) => storage.deleteObjects(ana, { bucket: 'lake', targets: [one] })),
  )
  assert.deepEqual(await listed(given), [])
  assert.equal(await storage.stat('s3://lake/a'), undefined)
})

test('given versions kept no more, when many race, then one null version is left', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  await storage.putObject(ana, putOf('a', 'kept'))
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'suspended' })

  await Promise.all(
    Array.from({ length: 60 }, (_, number) =>
      number % 2 === 0
        ? storage.putObject(ana, putOf('a', `body ${number}`))
        : storage.deleteObjects(ana, { bucket: 'lake', targets: [{ key: 'a' }] }),
    ),
  )

  const ids = (await listed(given)).map((one) => one.kind === 'version' && one.versionId)
  assert.equal(ids.filter((id) => id === NULL_VERSION).length, 1)
  assert.equal(ids.length, 2)
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  await storage.putObject(ana, putOf('a', 'at last'))
})

test('given groups, when versions are listed with a delimiter, then each comes once', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  for (const one of ['a/1', 'a/1', 'a/2', 'b', 'b', 'c/1']) await storage.putObject(ana, putOf(one))

  const query = { bucket: 'lake', prefix: '', delimiter: '/', from: '' }
  const page = await storage.listObjectVersions(ana, { ...query, entriesMax: 3 })
  const rest = await storage.listObjectVersions(ana, { ...query, from: 'b\u0001', entriesMax: 3 })

  const names = (entries: readonly VersionEntry[]) =>
    entries.map((one) => (one.kind === 'version' ? one.key : one.prefix))
  assert.deepEqual([names(page.entries), page.truncated], [['a/', 'b', 'b'], true])
  assert.deepEqual([names(rest.entries), rest.truncated], [['c/'], false])
})
