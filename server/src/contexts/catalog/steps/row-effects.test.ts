import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { GivenLake } from '../../../testing/lake.ts'
import type { Caller } from '../../identity/index.ts'
import { type ManifestEntry, writeManifest } from '../model/manifest.ts'
import { describeManifest, type ManifestFile, writeManifestList } from '../model/manifest-list.ts'
import { currentSchema, currentSnapshot, defaultSpec } from '../model/metadata.ts'
import { nextSnapshot, snapshotCommit } from '../model/snapshot.ts'
import { schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'
import { written } from '../testing/given-projected.ts'
import { entriesOf, manifestsOf } from './manifests.ts'

/** A table of two files under Lake Formation, and a person who may do `permissions` to it. */
async function givenWriter(permissions: ('INSERT' | 'DELETE')[]) {
  const governed = await givenGoverned()
  const { lake, ana, ben, grant } = governed
  const { catalog, storage } = lake
  const { accountId } = ana
  const flights = { accountId, database: 'mobility', table: 'flights' }
  await catalog.createDatabase(ana, flights)
  await catalog.createTable(ana, { ...flights, schema })
  for (const [commitKey, carrier] of [
    ['one', 'UA'],
    ['two', 'DL'],
  ] as const) {
    const select = `SELECT DATE '2013-01-01' AS day, '${carrier}' AS carrier, 1::BIGINT AS delay`
    const file = await written({ storage }, schema, select)
    await catalog.append(ana, { ...flights, files: [file], commitKey, properties: {} })
  }
  const resource = { kind: 'table', database: 'mobility', table: 'flights' } as const
  await grant({ resource, permissions: ['SELECT', 'DESCRIBE', ...permissions] })
  const commit = (caller: Caller, operation: string, change: Change) =>
    commitAs({ lake, flights, caller }, operation, change)
  return { lake, ana, ben, flights, commit, [Symbol.asyncDispose]: governed[Symbol.asyncDispose] }
}

type Before = { manifests: ManifestFile[]; entries: ManifestEntry[] }
/** The manifests of the next snapshot; undefined for a list that is never written. */
type Change = (
  before: Before,
  put: (entries: ManifestEntry[], told?: Partial<ManifestFile>) => Promise<ManifestFile>,
) => Promise<ManifestFile[] | undefined>

async function commitAs(
  given: {
    lake: GivenLake
    flights: Parameters<GivenLake['catalog']['loadTable']>[1]
    caller: Caller
  },
  operation: string,
  change: Change,
): Promise<unknown> {
  const { lake, flights, caller } = given
  const { catalog, storage } = lake
  const { metadata } = await catalog.loadTable(caller, flights)
  const id = BigInt(Date.now()) * 1000n
  const manifests = await manifestsOf({ storage }, metadata, currentSnapshot(metadata))
  const entries = await Promise.all(manifests.map((one) => entriesOf({ storage }, metadata, one)))
  const formatVersion = metadata['format-version']
  const described = { schema: currentSchema(metadata), spec: defaultSpec(metadata) }
  const layout = { formatVersion, ...described, snapshotId: id }
  const put = async (list: ManifestEntry[], told: Partial<ManifestFile> = {}) => {
    const location = `${metadata.location}/metadata/${randomUUID()}.avro`
    const deletes = list.some(({ file }) => file.content !== 'data')
    const options = { ...layout, content: deletes ? ('deletes' as const) : ('data' as const) }
    const bytes = writeManifest(list, options)
    await storage.write(location, bytes)
    return { ...describeManifest(list, { ...options, location, sizeBytes: bytes.length }), ...told }
  }
  const next = await change({ manifests, entries: entries.flat() }, put)
  const manifestList = `${metadata.location}/metadata/snap-${randomUUID()}.avro`
  const summary = { operation }
  const snapshot = nextSnapshot(metadata, { id, manifestList, now: new Date(), summary })
  const sequenceNumber = snapshot['sequence-number']
  const facts = { formatVersion, snapshotId: id, parentSnapshotId: undefined, sequenceNumber }
  if (next) await storage.write(manifestList, writeManifestList(next, facts))
  return catalog.commitTable(caller, { ...flights, ...snapshotCommit(metadata, snapshot) })
}

const existing = (entries: ManifestEntry[]) =>
  entries.map((entry): ManifestEntry => ({ ...entry, status: 'existing' }))

const another = ({ file }: ManifestEntry): ManifestEntry => ({
  status: 'added',
  file: { ...file, location: file.location.replace('.parquet', '-more.parquet') },
})

const losses: Record<string, Change> = {
  'all files gone': async () => [],
  'one manifest gone': async ({ manifests }) => manifests.slice(1),
  'one file gone, the other rewritten': async ({ entries }, put) => [
    await put(existing(entries.slice(1))),
  ],
  'a file that is said to hold nothing': async ({ entries }, put) => {
    const [one, ...others] = existing(entries)
    return [await put([{ ...one!, file: { ...one!.file, recordCount: 0 } }, ...others])]
  },
  'a manifest that is said to hold nothing': async ({ manifests }) =>
    manifests.map((one) => ({ ...one, addedFiles: 0, existingFiles: 0 })),
  'a new manifest that is said to hold nothing': async ({ entries }, put) => [
    await put(existing(entries), { addedFiles: 0, existingFiles: 0 }),
  ],
}

for (const [name, change] of Object.entries(losses))
  test(`given INSERT alone, when ${name} is labelled append, then it is refused`, async () => {
    await using given = await givenWriter(['INSERT'])

    const committing = given.commit(given.ben, 'append', change)

    await assert.rejects(committing, { code: 'governance.denied' })
    const { rows } = await given.lake.database.pool.query(
      "SELECT 1 FROM foundation.outbox WHERE decision = 'denied' AND actor LIKE '%ben'",
    )
    assert.equal(rows.length, 1)
  })

const gains: Record<string, Change> = {
  'a file more': async ({ manifests, entries }, put) => [
    ...manifests,
    await put([another(entries[0]!)]),
  ],
  'a file more, the manifests merged': async ({ entries }, put) => [
    await put([...existing(entries), another(entries[0]!)]),
  ],
}

for (const [name, change] of Object.entries(gains))
  test(`given INSERT alone, when ${name} is committed, then it is in`, async () => {
    await using given = await givenWriter(['INSERT'])

    await given.commit(given.ben, 'append', change)

    const { metadata } = await given.lake.catalog.loadTable(given.ben, given.flights)
    assert.equal(metadata.snapshots.length, 3)
  })

test('given DELETE alone, when files come or go, then only going is let through', async () => {
  await using given = await givenWriter(['DELETE'])

  const adding = given.commit(given.ben, 'delete', gains['a file more']!)
  await assert.rejects(adding, { code: 'governance.denied' })
  await given.commit(given.ben, 'delete', losses['one manifest gone']!)

  const { metadata } = await given.lake.catalog.loadTable(given.ben, given.flights)
  assert.equal(metadata.snapshots.length, 3)
})

test('given INSERT alone, when a known delete is named otherwise, then it is refused', async () => {
  await using given = await givenWriter(['INSERT'])
  await given.commit(given.ana, 'delete', async ({ manifests, entries }, put) => {
    const { location, ...file } = entries[0]!.file
    const deletes = { ...file, content: 'position-deletes' as const, recordCount: 1 }
    const about = { ...deletes, location: `${location}-deletes`, referencedFile: location }
    return [...manifests, await put([{ status: 'added', file: about }])]
  })

  const forging = given.commit(given.ben, 'append', async ({ manifests, entries }, put) => {
    const [known] = entries.filter(({ file }) => file.content !== 'data')
    const [, other] = entries.filter(({ file }) => file.content === 'data')
    const forged = { ...known!.file, referencedFile: other!.file.location }
    const data = manifests.filter(({ content }) => content === 'data')
    return [...data, await put([{ status: 'added', file: forged }, ...existing([known!])])]
  })

  await assert.rejects(forging, { code: 'governance.denied' })
})

test('given a list that is not there, when committed, then only by who may do both', async () => {
  await using given = await givenWriter(['INSERT'])
  await using both = await givenWriter(['INSERT', 'DELETE'])
  const missing: Change = async () => undefined

  await assert.rejects(given.commit(given.ben, 'append', missing), /is not there/)
  await both.commit(both.ben, 'append', missing)
})
