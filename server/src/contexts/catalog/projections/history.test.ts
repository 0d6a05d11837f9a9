import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineError } from '../../../foundation/errors.ts'
import { historyNotKept, noSuchSnapshot } from '../errors.ts'
import { readManifest } from '../model/manifest.ts'
import { readManifestList } from '../model/manifest-list.ts'
import { commitDeletes } from '../testing/delete-files.ts'
import { accessWith, delays, flights, schema } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected, type Row } from '../testing/given-projected.ts'
import { createProjections } from './create-projections.ts'
import { HISTORY_JOB } from './newest.ts'

const [day, delay] = [1, 3]
/** As storage refuses. */
const diskFull = defineError<object>({
  code: 'testing.storage-full',
  kind: 'unavailable',
  message: () => 'the disk is full',
})

/** One commit of one delivery; its earlier vintage leaves the table with the same commit. */
async function resend(given: GivenProjected, delivery: string, select: string): Promise<void> {
  const files = [await given.written(select)]
  await given.freely(async () => {
    const { metadata } = await given.load()
    await given.catalog.replaceFiles(given.ana, {
      ...flights,
      files,
      commitKey: `${delivery} ${metadata.snapshots.length}`,
      properties: { delivery },
      replaces: (_file, addedBy) => addedBy?.delivery === delivery,
    })
  })
}

async function delaysAt(given: GivenProjected, at: { snapshotId?: bigint; asOf?: Date }) {
  await using scan = await given.catalog.scan(given.ana, { ...flights, at })
  const rows = (await given.rows('SELECT * FROM $table ORDER BY ALL', scan)) as Row[]
  return rows.map((row) => row.delay)
}

/** The times at which the table became what it was, as its whole readers know them. */
async function moments(given: GivenProjected): Promise<Date[]> {
  const { metadata } = await given.freely(() => given.load())
  return metadata['snapshot-log'].map((entry) => new Date(entry['timestamp-ms']))
}

async function parquets(given: GivenProjected): Promise<string[]> {
  return (await given.objects()).filter((location) => location.endsWith('.parquet'))
}

test('given a resent delivery, when read as of before, then it is as it was', async () => {
  await using given = await givenProjected()
  await resend(given, 'monday', delays('2026-01-01', 'LH', [5]))
  await resend(given, 'tuesday', delays('2026-01-02', 'XQ', [7]))
  await resend(given, 'monday', delays('2026-01-01', 'LH', [6]))
  given.allow({ columns: new Set([delay]) })

  const [first, second, third] = await moments(given)

  assert.deepEqual(await delaysAt(given, { asOf: first as Date }), ['5'])
  assert.deepEqual(await delaysAt(given, { asOf: second as Date }), ['5', '7'])
  assert.deepEqual(await delaysAt(given, { asOf: third as Date }), ['6', '7'])
  const before = new Date((first as Date).getTime() - 1)
  assert.deepEqual(await delaysAt(given, { asOf: before }), [])
  assert.equal((await parquets(given)).length, 3)
})

test('given a resent delivery, when loaded, then counts show that something went', async () => {
  await using given = await givenProjected()
  await resend(given, 'monday', delays('2026-01-01', 'LH', [5]))
  await resend(given, 'tuesday', delays('2026-01-02', 'XQ', [7, 8]))
  await resend(given, 'monday', delays('2026-01-01', 'LH', [6]))
  given.allow({ columns: new Set([delay]) })

  const { metadata } = await given.load()

  const counts = metadata.snapshots.map(({ summary }) =>
    ['added-data-files', 'total-data-files', 'added-records', 'total-records'].map(
      (name) => summary[name],
    ),
  )
  assert.deepEqual(counts, [
    ['1', '1', '1', '1'],
    ['1', '2', '2', '3'],
    ['1', '2', '1', '3'],
  ])
})

test('given a history, when one day is appended, then only its file is made', async () => {
  await using given = await givenProjected()
  for (const value of [1, 2, 3]) await given.append(delays('2026-01-01', 'LH', [value]))
  given.allow({ columns: new Set([delay]) })
  await given.load()
  const before = new Set(await given.objects())

  await given.append(delays('2026-01-04', 'LH', [4]))
  const { metadata } = await given.load()

  const made = (await given.objects()).filter((location) => !before.has(location))
  const kinds = made.map((location) => location.slice(location.lastIndexOf('.'))).sort()
  // A manifest and its list for the new snapshot, and the metadata file.
  assert.deepEqual(kinds, ['.avro', '.avro', '.json', '.parquet'])
  assert.equal(metadata.snapshots.length, 4)
})

test('given expired snapshots of the base, when loaded, then they are no more there', async () => {
  const ahead = { ms: 0 }
  const clock = () => new Date(Date.now() + ahead.ms)
  await using given = await givenProjected({}, { clock })
  await resend(given, 'monday', delays('2026-01-01', 'LH', [5]))
  await resend(given, 'monday', delays('2026-01-01', 'LH', [6]))
  given.allow({ columns: new Set([delay]) })
  const [old] = (await given.load()).metadata.snapshots
  const [first] = await moments(given)
  assert.equal((await parquets(given)).length, 2)

  const ids = [old?.['snapshot-id'] ?? 0n]
  await given.freely(() =>
    given.catalog.commitTable(given.ana, {
      ...flights,
      requirements: [],
      updates: [{ action: 'remove-snapshots', 'snapshot-ids': ids }],
    }),
  )

  assert.equal((await given.load()).metadata.snapshots.length, 1)
  await assert.rejects(delaysAt(given, { snapshotId: ids[0] as bigint }), noSuchSnapshot.matches)
  await assert.rejects(delaysAt(given, { asOf: first as Date }), historyNotKept.matches)
  ahead.ms = 26 * 3_600_000
  await given.projections.jobs['catalog.sweep-projections']?.({})
  assert.equal((await parquets(given)).length, 1)
  assert.deepEqual(await given.read(), [{ delay: '6' }])
})

test('given a snapshot that cannot be made, when loaded, then history is later', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5]))
  const { location } = (await given.load()).table
  const avro = { location: `${location}/data/deletes.avro`, format: 'AVRO' }
  await commitDeletes(given, { content: 'position-deletes', ...avro })
  const { metadata: base } = await given.load()
  const [first] = base.snapshots
  const ref = { 'ref-name': 'main', 'snapshot-id': first?.['snapshot-id'] ?? 0n }
  await given.catalog.commitTable(given.ana, {
    ...flights,
    requirements: [],
    updates: [{ action: 'set-snapshot-ref', ...ref, type: 'branch' }],
  })
  await given.append(delays('2026-01-02', 'LH', [6]))
  given.allow({ columns: new Set([delay]) })

  const { metadata } = await given.load()

  // Of four moments the last two; the one before them cannot be shown.
  assert.equal(metadata['snapshot-log'].length, 2)
  assert.deepEqual(await given.read(), [{ delay: '5' }, { delay: '6' }])
  const at = (await moments(given)).map((asOf) => ({ asOf }))
  assert.deepEqual(await delaysAt(given, at[2] ?? {}), ['5'])
})

for (const files of [0, 1])
  test(`given a disk full after ${files} files, when it has room, then all is made`, async () => {
    await using given = await givenProjected()
    for (const value of [1, 2, 3])
      await resend(given, 'monday', delays('2026-01-01', 'LH', [value]))
    const part = { columns: new Set([delay]) }
    const { storage } = given
    const room = { files }
    const adopt: typeof storage.adopt = async (location, path) => {
      room.files -= 1
      if (room.files < 0) throw diskFull({})
      return storage.adopt(location, path)
    }
    const narrow = createProjections({ ...given.projectionDeps, storage: { ...storage, adopt } })

    await narrow.current(await given.load(), accessWith(part))
    given.allow(part)
    const { metadata } = await given.load()
    const { rows } = await given.database.pool.query('SELECT id FROM catalog.projections')
    await given.projections.jobs[HISTORY_JOB]?.({ projectionId: rows[0].id })

    assert.equal(metadata.snapshots.length, files === 0 ? 3 : 1)
    assert.equal((await given.load()).metadata.snapshots.length, 3)
  })

test('given a rename, when read as of before, then columns have the names of then', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5]))
  await given.evolve([
    { id: day, name: 'day', required: false, type: 'date' },
    { id: 2, name: 'airline', required: false, type: 'string' },
    { id: delay, name: 'minutes', required: false, type: 'long' },
  ])
  await given.append(`SELECT DATE '2026-01-02' AS day, 'LH' AS airline, 6::BIGINT AS minutes`)
  given.allow({ columns: new Set([delay]) })

  const { metadata } = await given.load()

  const names = metadata.schemas.map(({ fields }) => fields.map(({ name }) => name))
  assert.deepEqual(names, [['minutes'], ['delay']])
  const [first] = await moments(given)
  assert.deepEqual(await delaysAt(given, { asOf: first as Date }), ['5'])
  assert.deepEqual(await given.read(), [{ minutes: '5' }, { minutes: '6' }])
})

test('given a past with hidden values, when bytes are searched, then none is there', async () => {
  await using given = await givenProjected()
  await resend(given, 'monday', delays('2026-01-01', 'XQSECRET', [4711]))
  await resend(given, 'monday', delays('2026-01-01', 'XQOTHER', [5]))
  await given.evolve(schema.fields.map((field) => ({ ...field, name: `XQ${field.name}` })))
  await given.evolve(schema.fields)
  const rowFilter = { op: '<', column: delay, value: { type: 'long', value: '9' } } as const
  given.allow({ columns: new Set([day]), rowFilter })
  await given.load()

  // The names of the readable column are known to the reader, those of the others are not.
  const hidden = ['XQSECRET', 'XQOTHER', 'XQcarrier', 'XQdelay', 'carrier', 'delay', '4711']
  for (const object of [...(await given.objects())]) {
    const text = (await given.storage.readAll(object)).toString('latin1')
    for (const word of hidden) assert.ok(!text.includes(word), `${word} is in ${object}`)
  }
})

test('given appends, when read by increments, then each file is new once', async () => {
  await using given = await givenProjected()
  for (let value = 0; value < 5; value += 1) await given.append(delays('2026-01-01', 'LH', [value]))
  given.allow({ columns: new Set([delay]) })

  const { metadata } = await given.load()

  const added: string[] = []
  const [spec] = metadata['partition-specs']
  const [now] = metadata.schemas
  for (const snapshot of metadata.snapshots) {
    const list = readManifestList(await given.storage.readAll(snapshot['manifest-list']))
    const fresh = list.filter((one) => one.addedSnapshotId === snapshot['snapshot-id'])
    for (const { location } of fresh) {
      assert.ok(now && spec)
      const entries = readManifest(await given.storage.readAll(location), now, spec)
      const mine = entries.filter(({ status }) => status === 'added')
      assert.ok(mine.every((entry) => entry.snapshotId === snapshot['snapshot-id']))
      added.push(...mine.map(({ file }) => file.location))
    }
  }
  assert.equal(added.length, 5)
  assert.equal(new Set(added).size, 5)
})

test('given a big past, when a projection is asked for, then jobs make the past', async () => {
  await using given = await givenProjected({}, { waitSecondsMax: 0 })
  for (const value of [1, 2, 3]) await given.append(delays('2026-01-01', 'LH', [value]))
  given.allow({ columns: new Set([delay]) })
  await given.load().catch(() => {})
  const { pool } = given.database
  const { rows } = await pool.query('SELECT id FROM catalog.projections')
  const run = (name: string) => given.projections.jobs[name]?.({ projectionId: rows[0].id })

  await run('catalog.build-projection')
  await run('catalog.build-projection-history')

  assert.equal((await given.load()).metadata.snapshots.length, 3)
})

test('given a past that was read, when its oldest part expires, then the rest stays', async () => {
  await using given = await givenProjected()
  for (const name of ['monday', 'tuesday', 'friday'])
    await resend(given, name, delays('2026-01-01', 'LH', [5]))
  const whole = (await given.freely(() => given.load())).metadata['snapshot-log']
  given.allow({ columns: new Set([delay]) })
  assert.equal((await given.load()).metadata['snapshot-log'].length, whole.length)
  const expired = whole[0]?.['snapshot-id'] as bigint

  await given.freely(() =>
    given.catalog.commitTable(given.ana, {
      ...flights,
      requirements: [],
      updates: [{ action: 'remove-snapshots', 'snapshot-ids': [expired] }],
    }),
  )

  const left = (await given.load()).metadata['snapshot-log']
  assert.deepEqual(
    left.map((entry) => entry['snapshot-id']),
    whole.slice(1).map((entry) => entry['snapshot-id']),
  )
})
