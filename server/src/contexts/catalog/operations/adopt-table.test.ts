import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAdoption } from '../adoption/run.ts'
import { invalidLocation, tableAlreadyExists } from '../errors.ts'
import { catalogJobs } from '../index.ts'
import { currentSchema, currentSnapshot } from '../model/metadata.ts'
import { entriesOf, manifestsOf } from '../steps/manifests.ts'
import { callerOf, iamRefused, schema, stranger } from '../testing/given-catalog.ts'
import { adoption, type GivenParquet, givenParquet, place } from '../testing/given-parquet.ts'

const ROWS = `SELECT i::INTEGER AS id, 'x' || i AS name,
  {'lat': i / 2.0, 'tags': [i, i + 1]} AS spot`

async function rowsOf(given: GivenParquet, columns = '*') {
  await using scan = await given.catalog.scan(given.ana, adoption)
  return await given.rows(`SELECT ${columns} FROM $table ORDER BY ALL`, scan)
}

async function givenDays() {
  const given = await givenParquet()
  for (const [day, from] of Object.entries({ '2024-01-01': 0, '2024-01-02': 10 }))
    for (const carrier of ['AA', 'U%2FA'])
      await given.put(
        `day=${day}/carrier=${carrier}/a.parquet`,
        `${ROWS} FROM range(${from}, ${from + 3}) t(i)`,
      )
  return given
}

test('given folders of days, when adopted, then they are a table where they lie', async () => {
  await using given = await givenDays()
  await given.storage.write(`${place}/_SUCCESS`, Buffer.alloc(0))
  await given.storage.write(
    `${place}/day=2024-01-01/carrier=AA/notes.csv`,
    Buffer.from('id,name\n1,a\n'),
  )

  const done = await given.adopt()

  assert.equal(done.error, undefined)
  assert.equal(done.state, 'done')
  assert.deepEqual([done.filesFound, done.filesRead, done.filesAdded, done.rowsRead], [4, 4, 4, 12])
  assert.deepEqual(
    done.notes.map(({ reason }) => reason),
    ['"_SUCCESS" is a hidden name', 'it is not Parquet'],
  )
  const { metadata, table } = await given.catalog.loadTable(given.ana, adoption)
  assert.equal(table.location, place)
  assert.deepEqual(
    currentSchema(metadata).fields.map(({ name, type }) => [
      name,
      typeof type === 'string' && type,
    ]),
    [
      ['id', 'int'],
      ['name', 'string'],
      ['spot', false],
      ['day', 'date'],
      ['carrier', 'string'],
    ],
  )
  assert.deepEqual(
    metadata['partition-specs'][0]?.fields.map(({ name, transform }) => [name, transform]),
    [
      ['day', 'identity'],
      ['carrier', 'identity'],
    ],
  )
  const rows = await rowsOf(
    given,
    'id, name, day::VARCHAR AS day, carrier, spot.tags[2]::INT AS tag',
  )
  assert.equal(rows.length, 12)
  assert.deepEqual(rows[0], { id: 0, name: 'x0', day: '2024-01-01', carrier: 'AA', tag: 1 })
  assert.deepEqual(rows.at(-1), { id: 12, name: 'x12', day: '2024-01-02', carrier: 'U/A', tag: 13 })
})

test('given an adopted table, when its manifest is read, then it has the bounds', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', `${ROWS} FROM range(5000) t(i)`, ', ROW_GROUP_SIZE 2048')

  await given.adopt()

  await using scan = await given.catalog.scan(given.ana, adoption)
  const { file } = scan.files[0] ?? assert.fail()
  assert.equal(file.recordCount, 5000)
  assert.equal(file.lowerBounds?.get(1)?.readInt32LE(), 0)
  assert.equal(file.upperBounds?.get(1)?.readInt32LE(), 4999)
  assert.equal(file.upperBounds?.get(2)?.toString(), 'x999')
  assert.equal(file.nullCounts?.get(1), 0)
  assert.equal(file.valueCounts?.get(1), 5000)
  assert.equal(file.splitOffsets?.length, 3)
})

test('given new, changed and vanished files, when run again, then each is told', async () => {
  await using given = await givenDays()
  await given.adopt()
  await given.put(
    'day=2024-01-03/carrier=AA/b.parquet',
    `${ROWS}, 7 AS late FROM range(20, 22) t(i)`,
  )
  await given.put('day=2024-01-01/carrier=AA/a.parquet', `${ROWS} FROM range(1) t(i)`)
  await given.storage.remove([`${place}/day=2024-01-02/carrier=AA/a.parquet`])

  const again = await given.adopt()
  const last = await given.adopt()

  assert.equal(again.state, 'done')
  assert.equal(again.filesAdded, 1)
  assert.deepEqual(
    again.notes.map(({ state, location }) => [state, location.slice(place.length + 1)]),
    [
      ['changed', 'day=2024-01-01/carrier=AA/a.parquet'],
      ['vanished', 'day=2024-01-02/carrier=AA/a.parquet'],
    ],
  )
  assert.deepEqual([last.filesAdded, last.state], [0, 'done'])
  const { metadata } = await given.catalog.loadTable(given.ana, adoption)
  assert.equal(metadata.snapshots.length, 2)
  assert.equal(currentSchema(metadata).fields.at(-1)?.name, 'late')
})

test('given an adopted table of format 3, when files join it, then all rows have ids', async () => {
  await using given = await givenDays()
  const { catalog, ana } = given
  await given.adopt()
  await catalog.commitTable(ana, {
    ...adoption,
    requirements: [],
    updates: [{ action: 'upgrade-format-version', 'format-version': 3 }],
  })
  await given.put('day=2024-01-03/carrier=AA/a.parquet', `${ROWS} FROM range(20, 23) t(i)`)

  const more = await given.adopt()

  const { metadata } = await catalog.loadTable(ana, adoption)
  const manifests = await manifestsOf(given, metadata, currentSnapshot(metadata))
  const entries = await Promise.all(manifests.map((one) => entriesOf(given, metadata, one)))
  const firsts = entries.flat().map(({ file }) => file.firstRowId ?? -1)
  assert.deepEqual([more.error, more.filesAdded], [undefined, 1])
  assert.equal((await rowsOf(given, 'id')).length, 15)
  assert.deepEqual(
    firsts.toSorted((one, other) => one - other),
    [0, 3, 6, 9, 12],
  )
  assert.equal(metadata['next-row-id'], 15)
})

test('given types that clash, when adopted, then the first is named and nothing made', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', `SELECT 1::INTEGER AS id, {'k': 1} AS s`)
  const bad = await given.put('b.parquet', `SELECT 2::BIGINT AS id, {'k': 'text'} AS s`)

  const failed = await given.adopt()

  assert.equal(failed.state, 'failed')
  assert.equal(failed.error, `"${bad}", column "s.k": string there, and int in files before`)
  await assert.rejects(given.catalog.loadTable(given.ana, adoption))
  for await (const { location } of given.storage.list(`${place}/metadata/`)) assert.fail(location)
})

for (const [what, select, reason] of [
  ['nanoseconds', "SELECT TIMESTAMP_NS '2024-01-01' AS at", /"at": it is TIMESTAMP_NS/],
  ['a path that rows contradict', 'SELECT 5 AS year', /"year": its path says "2024"/],
] as const)
  test(`given ${what}, when adopted, then it is refused by name`, async () => {
    await using given = await givenParquet()
    await given.put('year=2024/a.parquet', select)

    const { state, error } = await given.adopt()

    assert.equal(state, 'failed')
    assert.match(error ?? '', reason)
  })

test('given files with field ids, when adopted, then they are of another table', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', 'SELECT 1 AS id', ', FIELD_IDS {id: 4}')

  const { error } = await given.adopt()

  assert.match(error ?? '', /"id": it has field ids of Iceberg/)
})

test('given a Delta table, when adopted, then it is refused', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', 'SELECT 1 AS id')
  await given.storage.write(`${place}/_delta_log/0.json`, Buffer.from('{}'))

  const { error } = await given.adopt()

  assert.match(error ?? '', /Delta Lake/)
})

test('given a proposal, when a type is overridden, then the table has it', async () => {
  await using given = await givenParquet()
  await given.put('month=01/a.parquet', 'SELECT 1 AS id')
  await given.put('month=__HIVE_DEFAULT_PARTITION__/a.parquet', 'SELECT 2 AS id')

  const proposed = await given.adopt({ dryRun: true })
  await given.adopt({ types: { month: 'string' } })

  assert.equal(proposed.state, 'proposed')
  assert.deepEqual(
    proposed.columns.map(({ name, type, divides }) => [name, type, divides]),
    [
      ['id', 'int', false],
      ['month', 'int', true],
    ],
  )
  assert.deepEqual(await rowsOf(given), [
    { id: 1, month: '01' },
    { id: 2, month: null },
  ])
})

test('given a wider column in later files, when adopted, then it is as wide', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', 'SELECT 1::INTEGER AS id, 1.5::FLOAT AS f')
  await given.put('b.parquet', 'SELECT 5000000000 AS id, 2.5::DOUBLE AS f')

  await given.adopt()

  assert.deepEqual(await rowsOf(given), [
    { id: '1', f: 1.5 },
    { id: '5000000000', f: 2.5 },
  ])
})

test('given a run that is killed between its steps, when it goes on, then once', async () => {
  await using given = await givenDays()
  const { catalog, ana, workings } = given
  const { id } = await catalog.adoptTable(ana, adoption)
  const broken = Object.assign(Object.create(workings.storage), {
    read: async (location: string, range: object) => {
      if (location.includes('2024-01-02')) throw new RangeError('killed')
      return workings.storage.read(location, range as never)
    },
  })

  await assert.rejects(runAdoption({ ...workings, storage: broken }, id), RangeError)
  const second = await catalog.adoptTable(ana, adoption)
  await runAdoption(workings, id)
  await runAdoption(workings, id)

  assert.equal(second.id, id)
  assert.equal((await rowsOf(given)).length, 12)
  assert.equal((await catalog.listAdoptions(ana, {})).items.length, 1)
})

test('given another table there, when adopted, then it is refused', async () => {
  await using given = await givenDays()
  const { catalog, ana } = given
  await catalog.createTable(ana, {
    ...adoption,
    table: 'inside',
    schema,
    location: `${place}/day=2024-01-01`,
  })

  await assert.rejects(catalog.adoptTable(ana, adoption), invalidLocation.matches)
  const onto = { ...adoption, table: 'inside' }
  await assert.rejects(catalog.adoptTable(ana, onto), tableAlreadyExists.matches)
})

test('given who may not read the objects, when adopted, then it is refused', async () => {
  await using given = await givenDays()
  const { catalog, ana, refused } = given

  await assert.rejects(catalog.adoptTable(callerOf('eve', stranger), adoption))
  refused.add('s3:GetObject')

  await assert.rejects(catalog.adoptTable(ana, adoption), iamRefused.matches)
})

test('given others’ places, when adopted, then what lies there is not told', async () => {
  await using given = await givenDays()
  const { catalog, ana, storage } = given
  const eve = callerOf('eve', stranger)
  await storage.ensureBucket({ name: 'theirs', accountId: stranger })
  await catalog.createDatabase(eve, { accountId: stranger, database: 'own' })
  const location = 's3://theirs/table'
  const schema = { type: 'struct' as const, 'schema-id': 0, fields: [] }
  await catalog.createTable(eve, {
    accountId: stranger,
    database: 'own',
    table: 't',
    location,
    schema,
  })
  const adopt = (at: string) =>
    catalog.adoptTable(ana, { ...adoption, location: at }).catch((error: Error) => error)

  const [taken, free] = [await adopt(location), await adopt('s3://theirs/other')]

  assert.ok(taken instanceof Error && free instanceof Error)
  assert.equal(taken.message.replace('/table', '/other'), free.message)
})

test('given an adopted table, when it is purged, then its files stay unless given', async () => {
  await using given = await givenDays()
  const purge = catalogJobs(given.deps)['catalog.purge-files'] ?? assert.fail()
  for (const owned of [false, true]) {
    await given.adopt()
    const updates = { 'gc.enabled': String(owned) }
    await given.catalog.commitTable(given.ana, {
      ...adoption,
      requirements: [],
      updates: [{ action: 'set-properties', updates }],
    })
    const named = owned ? [`${place}/`] : [`${place}/data/`, `${place}/metadata/`]

    await given.catalog.dropTable(given.ana, { ...adoption, purge: true })
    const { rows } = await given.database.pool.query<{ payload: { named: string[] } }>(
      `SELECT payload FROM graphile_worker._private_jobs ORDER BY id DESC LIMIT 1`,
    )
    assert.deepEqual(rows[0]?.payload.named, named)
    await purge(rows[0]?.payload)

    const left: string[] = []
    for await (const { location } of given.storage.list(`${place}/`)) left.push(location)
    assert.equal(left.length, owned ? 0 : 4)
  }
})
