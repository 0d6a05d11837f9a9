import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hear } from '../../../testing/hear.ts'
import { commitConflict, restrictedWrite } from '../errors.ts'
import { accessWith, flights, iamRefused } from '../testing/given-catalog.ts'
import { branch, givenStaged } from '../testing/given-staged.ts'

test('given staged rows, when published, then they are seen at once, and once', async () => {
  await using given = await givenStaged()
  assert.deepEqual(await given.values(), [1])

  await given.publish()
  const published = await given.metadata()
  await given.publish()

  assert.deepEqual(await given.values(), [1, 2])
  assert.equal(published['current-snapshot-id'], given.head)
  assert.deepEqual(Object.keys(published.refs), ['main'])
  assert.deepEqual(published['snapshot-log'].at(-1)?.['snapshot-id'], given.head)
  assert.deepEqual(await given.metadata(), published)
})

test('given staged rows, when published, then who waits for new rows hears of them', async () => {
  await using given = await givenStaged()
  await hear(given.database, 'catalog.table-committed')

  await given.commit({ action: 'set-properties', updates: { owner: 'ana' } })
  await given.publish()

  const { rows } = await given.database.pool.query(
    'SELECT payload FROM graphile_worker._private_jobs ORDER BY id',
  )
  const told = rows.flatMap(({ payload }) => payload.announced ?? []).map((one) => one.snapshotId)
  assert.deepEqual(told, [String(given.head)])
})

test('given a table without rows, when its first are published, then main is there', async () => {
  await using given = await givenStaged()
  await given.commit({ action: 'remove-snapshot-ref', 'ref-name': 'main' })

  await given.publish()

  assert.deepEqual(await given.values(), [1, 2])
})

test('given others who wrote meanwhile, when published, then nothing is lost', async () => {
  await using given = await givenStaged()
  await given.append(3)

  await assert.rejects(given.publish(), commitConflict.matches)

  assert.deepEqual(await given.values(), [1, 3])
  assert.ok((await given.metadata()).refs[branch])
})

test('given who may not write it, or not see all of it, when published, then refused', async () => {
  const part = { access: accessWith({ permissions: new Set(['DESCRIBE', 'SELECT', 'INSERT']) }) }
  await using given = await givenStaged((governance) => ({
    governance: {
      ...governance,
      demandTable: async (caller, id, permission) =>
        caller.arn.endsWith('ben') ? part.access : governance.demandTable(caller, id, permission),
    },
  }))
  const ben = { ...given.ana, arn: 'arn:aws:iam::700000000001:user/ben' }

  const theirs = given.catalog.publishStaged(ben, { ...flights, branch })
  await assert.rejects(theirs, restrictedWrite.matches)
  given.refused.add('glue:UpdateTable')
  await assert.rejects(given.publish(), iamRefused.matches)

  assert.deepEqual(await given.values(), [1])
})
