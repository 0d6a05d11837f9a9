import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenDatabase } from '../testing/database.ts'
import { recordDone, recordedTogether } from './outbox.ts'
import { type Sql, transaction } from './sql.ts'

const ana = { accountId: '700000000001', arn: 'arn:ana', principalArn: 'arn:ana' }
const deed = (action: string) => ({ action, resource: '*' })

async function recorded(sql: Sql): Promise<string[]> {
  const rows = await sql.selectFrom('foundation.outbox').select('action').orderBy('id').execute()
  return rows.map(({ action }) => action)
}

test('given records of one work, when it ends, then they are there in their order', async () => {
  await using given = await givenDatabase()

  await transaction(given.sql, async (tx) => {
    await recordDone(tx, ana, deed('before'))
    await recordedTogether(tx, async () => {
      await recordDone(tx, ana, deed('first'))
      await recordDone(tx, ana, deed('second'))
      assert.deepEqual(await recorded(tx), ['before'])
    })
    await recordDone(tx, ana, deed('after'))
  })

  assert.deepEqual(await recorded(given.sql), ['before', 'first', 'second', 'after'])
})

test('given work that fails, when its transaction goes on, then nothing is held back', async () => {
  await using given = await givenDatabase()

  await transaction(given.sql, async (tx) => {
    const failing = recordedTogether(tx, async () => {
      await recordDone(tx, ana, deed('undone'))
      throw new RangeError('on purpose')
    })
    await assert.rejects(failing, RangeError)
    await recordDone(tx, ana, deed('after'))
  })

  assert.deepEqual(await recorded(given.sql), ['after'])
})
