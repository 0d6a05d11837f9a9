import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST } from '../../../testing/identity.ts'
import type { VendedPrefix } from '../../identity/index.ts'
import { noSuchTable } from '../errors.ts'
import type { StagedTable } from '../index.ts'
import { flights, givenCatalog, mobility, schema } from '../testing/given-catalog.ts'
import { type GivenGoverned, givenGoverned } from '../testing/given-governed.ts'

test('given a database, when a table is staged, then it is not there yet', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, mobility)

  const { metadata } = await given.catalog.stageTable(given.ana, { ...flights, schema })

  assert.equal(metadata.schemas[0]?.fields.length, 3)
  await assert.rejects(given.catalog.loadTable(given.ana, flights), noSuchTable.matches)
})

test('given another’s place, when a table is staged there, then it is refused', async () => {
  await using given = await givenMaker()
  const root = `s3://warehouse-${given.ana.accountId}`

  for (const place of ['mobility', 'mobility/', 'elsewhere', 'elsewhere/x', 'not/yet/there']) {
    const staged = stage(given, `${root}/${place}`)
    await assert.rejects(staged, { code: 'governance.denied' }, place)
  }
})

test('given keys of a staged table, when its making is taken back, then they end', async () => {
  await using given = await givenMaker()
  const ended = await keysOf(given, await stage(given))
  const before = ended()

  await revoke(given, { resource: mobilityItself, permissions: ['CREATE_TABLE'] })

  assert.deepEqual([before, ended()], [NEITHER, BOTH])
})

test('given keys of a staged table, when another’s comes there, then they end', async () => {
  await using given = await givenMaker()
  const { ana, lake } = given
  const staged = await stage(given, `s3://warehouse-${ana.accountId}/mobility/mine`)
  const ended = await keysOf(given, staged)

  const location = `${staged.location}/inner`
  await lake.catalog.createTable(ana, { ...staged.ref, table: 'hers', schema, location })

  assert.deepEqual(ended(), BOTH)
})

test('given keys of a staged table, when it is made, then they last as rights do', async () => {
  await using given = await givenMaker()
  const { ben, lake } = given
  const { ref, location, ...staged } = await stage(given)
  const ended = await keysOf(given, { ref, location, ...staged })
  await lake.catalog.commitTable(ben, {
    ...ref,
    requirements: [{ type: 'assert-create' }],
    updates: [
      { action: 'set-location', location },
      { action: 'add-schema', schema },
      { action: 'set-current-schema', 'schema-id': -1 },
      { action: 'add-spec', spec: { fields: [] } },
      { action: 'set-default-spec', 'spec-id': -1 },
    ],
  })
  const made = ended()

  const resource = { kind: 'table' as const, database: ref.database, table: ref.table }
  await revoke(given, { resource, permissions: ['ALL'], grantable: ['ALL'] })
  const revoked = ended()
  await given.grant({ resource, permissions: ['INSERT'] })

  assert.deepEqual([made, revoked], [NEITHER, BOTH])
  assert.deepEqual(ended(), { read: true, write: false })
})

const NEITHER = { read: false, write: false }
const BOTH = { read: true, write: true }
const mobilityItself = { kind: 'database', database: 'mobility' } as const

/** Ben may make tables in a database of ana’s, and nothing else. */
async function givenMaker(): Promise<GivenGoverned> {
  const given = await givenGoverned()
  const { ana, lake } = given
  const at = { accountId: ana.accountId, database: 'mobility' }
  await lake.catalog.createDatabase(ana, at)
  await lake.catalog.createDatabase(ana, { ...at, database: 'elsewhere' })
  await lake.catalog.createTable(ana, { ...at, table: 'first', schema })
  await given.grant({ resource: mobilityItself, permissions: ['CREATE_TABLE'] })
  return given
}

function stage({ ben, lake }: GivenGoverned, location?: string): Promise<StagedTable> {
  const ref = { accountId: ben.accountId, database: 'mobility', table: 'mine' }
  return lake.catalog.stageTable(ben, { ...ref, schema, ...(location ? { location } : {}) })
}

/** Whether keys to write it are refused. */
async function keysOf({ ben, lake }: GivenGoverned, staged: StagedTable) {
  const vended = await lake.catalog.vendCredentials(ben, staged)
  assert.ok(vended)
  const { caller } = await lake.identity.authenticate(vended.credentials, FROM_HOST, {
    storage: true,
  })
  const access: VendedPrefix['access'] = 'read-write'
  assert.deepEqual(caller.scope?.prefixes, [{ location: `${staged.location}/`, access }])
  return () => ({
    read: lake.governance.keysEnded(caller, 'read'),
    write: lake.governance.keysEnded(caller, 'write'),
  })
}

type Revoked = Parameters<GivenGoverned['lake']['governance']['revokePermissions']>[1]

async function revoke(
  { ana, ben, lake }: GivenGoverned,
  given: Pick<Revoked, 'resource' | 'permissions'> & Partial<Pick<Revoked, 'grantable'>>,
): Promise<void> {
  const who = { catalogId: ana.accountId, principal: ben.principalArn, grantable: [] }
  await lake.governance.revokePermissions(ana, { ...who, ...given })
}
