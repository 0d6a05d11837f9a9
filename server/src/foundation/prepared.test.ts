import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenDatabase } from '../testing/database.ts'
import { openDatabase } from './sql.ts'

const NAMES = 'SELECT statement FROM pg_prepared_statements'

test('given a text asked often, when it is asked again, then it is kept ready', async () => {
  await using given = await givenDatabase()
  const { pool, close } = openDatabase({ ...given, connectionsMax: 1 })
  const text = 'SELECT $1::integer + 1 AS next'

  for (let at = 0; at < 20; at += 1)
    assert.deepEqual((await pool.query(text, [at])).rows, [{ next: at + 1 }])
  for (let at = 0; at < 20; at += 1) await pool.query(`SELECT $1::integer + ${at} AS once`, [at])

  assert.deepEqual((await pool.query(NAMES)).rows, [{ statement: text }])
  await close()
})

test('given a prepared text, when its columns change, then it fails once', async () => {
  await using given = await givenDatabase()
  const { pool, close } = openDatabase({ ...given, connectionsMax: 1 })
  await pool.query('CREATE TABLE public.changing (id integer)')
  const ask = () => pool.query('SELECT * FROM public.changing WHERE id > $1', [0])
  for (let at = 0; at < 20; at += 1) await ask()

  await pool.query("ALTER TABLE public.changing ADD COLUMN name text DEFAULT 'a'")
  await pool.query('INSERT INTO public.changing VALUES (1)')

  await assert.rejects(ask(), { code: '0A000' })
  assert.deepEqual((await ask()).rows, [{ id: 1, name: 'a' }])
  await close()
})

test('given a text that fails, when it is prepared, then its error is told', async () => {
  await using given = await givenDatabase()
  const { pool, close } = openDatabase({ ...given, connectionsMax: 1 })

  for (let at = 0; at < 20; at += 1)
    await assert.rejects(pool.query('SELECT 1 / $1::integer', [0]), { code: '22012' })
  await close()
})
