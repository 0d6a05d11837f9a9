import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, givenStorage, putOf, vended } from '../testing/given-storage.ts'

const at = (key: string) => ({ bucket: 'lake', key, conditions: {} })

test('given vended reads, when they are flushed, then the audit has their count', async () => {
  await using given = await givenStorage()
  await given.storage.write('s3://lake/table/1', Buffer.from('12345'))
  const caller = vended({ location: 's3://lake/table/', access: 'read' })

  for (const range of [{ start: 0, end: 1 }, { last: 3 }])
    await given.storage.getObject(caller, { ...at('table/1'), range })
  await given.storage.flushReadCounts()
  await given.storage.flushReadCounts()

  assert.deepEqual(await given.audited(), ['allowed storage.objects-read table-1 by ana'])
  const { rows } = await given.database.pool.query('SELECT detail FROM foundation.outbox')
  assert.deepEqual([rows[0].detail.reads, rows[0].detail.sizeBytes], [2, 5])
})

test('given reads of many keys, when they are flushed, then by one statement', async () => {
  await using given = await givenStorage()
  await given.storage.write('s3://lake/table/1', Buffer.from('12345'))
  await given.database.pool.query(`CREATE TABLE told (by text);
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN INSERT INTO public.told VALUES ('one statement'); RETURN NULL; END $$;
    CREATE TRIGGER tell AFTER INSERT ON foundation.outbox EXECUTE FUNCTION tell()`)
  const caller = vended({ location: 's3://lake/table/', access: 'read' })
  for (const accessKeyId of ['ASIA1', 'ASIA2', 'ASIA3'])
    await given.storage.getObject({ ...caller, accessKeyId }, at('table/1'))

  await given.storage.flushReadCounts()

  assert.equal((await given.audited()).length, 3)
  assert.equal((await given.database.pool.query('SELECT FROM told')).rowCount, 1)
})

test('given keys for a table, when its licence ends, then they open nothing', async () => {
  await using given = await givenStorage()
  await given.storage.write('s3://lake/table/1', Buffer.from('x'))
  const caller = vended({ location: 's3://lake/table/', access: 'read-write' })
  const list = { bucket: 'lake', prefix: 'table/', from: '', entriesMax: 1 }
  await given.storage.getObject(caller, at('table/1'))

  given.ended.add('table-1')

  const tries = [
    () => given.storage.getObject(caller, at('table/1')),
    () => given.storage.putObject(caller, putOf('table/2')),
    () => given.storage.listObjects(caller, list),
  ]
  for (const one of tries) await assert.rejects(one(), errors.accessDenied.matches)
  given.ended.clear()
  await given.storage.getObject(caller, at('table/1'))
})

test('given credentials for one object, when used, then it alone opens', async () => {
  await using given = await givenStorage()
  await given.storage.write('s3://lake/a', Buffer.from('x'))
  await given.storage.write('s3://lake/a/b', Buffer.from('x'))
  const caller = vended({ location: 's3://lake/a', access: 'read' })

  await given.storage.getObject(caller, at('a'))

  await assert.rejects(given.storage.getObject(caller, at('a/b')), errors.accessDenied.matches)
})

test('given an absent key, when asked by who may not list, then it is denied', async () => {
  await using given = await givenStorage()
  await assert.rejects(given.storage.getObject(ana, at('none')), errors.noSuchKey.matches)

  given.refusedActions.add('s3:ListBucket')

  await assert.rejects(given.storage.getObject(ana, at('none')), errors.accessDenied.matches)
})

test('given a client that has it, when it asks on condition, then no body comes', async () => {
  await using given = await givenStorage()
  const { etag } = await given.storage.putObject(ana, putOf('a'))

  const found = await given.storage.getObject(ana, {
    ...at('a'),
    conditions: { ifNoneMatch: etag },
  })

  assert.equal(found.body, undefined)
})
