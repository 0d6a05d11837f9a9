import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flights, givenCatalog, iamRefused, mobility, schema } from '../testing/given-catalog.ts'
import { branch, givenStaged, pointed } from '../testing/given-staged.ts'

test('given what an earlier writer left, when staged anew, then it is given up', async () => {
  await using given = await givenStaged()
  await given.commit(pointed('staged-other', given.head))

  const next = { ...flights, branch: 'staged-pipeline-next', stale: 'staged-pipeline-' }
  await given.catalog.stageWrites(given.ana, next)

  const { refs, properties } = await given.metadata()
  assert.deepEqual(Object.keys(refs).sort(), ['main', 'staged-other', 'staged-pipeline-next'])
  assert.equal(refs['staged-pipeline-next']?.['snapshot-id'], given.first)
  assert.equal(properties['write.wap.enabled'], 'true')
  assert.deepEqual(await given.values(), [1])
})

test('given what its writer has staged, when staged again, then that is kept', async () => {
  await using given = await givenStaged()

  await given.catalog.stageWrites(given.ana, { ...flights, branch, stale: 'staged-pipeline-' })
  const staged = await given.metadata()
  await given.catalog.stageWrites(given.ana, { ...flights, branch, stale: 'staged-pipeline-' })

  assert.equal(staged.refs[branch]?.['snapshot-id'], given.head)
  assert.deepEqual(await given.metadata(), staged)
  await given.publish()
  assert.deepEqual(await given.values(), [1, 2])
})

test('given who may not change it, when staged, then refused', async () => {
  await using given = await givenStaged()
  given.refused.add('glue:UpdateTable')

  const staged = given.catalog.stageWrites(given.ana, { ...flights, branch, stale: 'staged-' })

  await assert.rejects(staged, iamRefused.matches)
})

test('given a name that is staged, when its table is made, then it is so at once', async () => {
  await using given = await givenCatalog(() => ({
    staged: async ({ table }) => table === flights.table,
  }))
  await given.catalog.createDatabase(given.ana, mobility)

  const made = await given.catalog.createTable(given.ana, { ...flights, schema })
  const other = await given.catalog.createTable(given.ana, { ...flights, table: 'other', schema })

  assert.equal(made.metadata.properties['write.wap.enabled'], 'true')
  const { metadata } = await given.catalog.loadTable(given.ana, flights)
  assert.deepEqual(metadata.properties, made.metadata.properties)
  assert.equal(other.metadata.properties['write.wap.enabled'], undefined)
})

test('given a table that is replaced on a branch, when committed, then main stays', async () => {
  await using given = await givenStaged()

  await given.commit(
    { action: 'remove-snapshot-ref', 'ref-name': 'main' },
    pointed(branch, given.head),
  )

  assert.deepEqual(await given.values(), [1])
})
