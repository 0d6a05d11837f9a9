import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { givenSessions, userNamed } from '../testing/given-sessions.ts'
import { findRun } from './runs.ts'

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations')

test('given runs of before, when their place has another label, then they have it', async () => {
  const readyApplication = async () => ({ releaseLabel: 'emr-7.9.0', interactive: true })
  await using given = await givenSessions({ capacity: { readyApplication } })
  const { pool, sql } = given.database
  const ana = userNamed('ana').caller as Caller
  const start = (applicationId: string) =>
    given.sessions.startRun(ana, {
      ...{ applicationId, clientToken: applicationId, entryPoint: 's3://b/wait.py' },
      roleArn: 'arn:aws:iam::444444444444:role/pipeline',
    })
  const runs = [await start('app-1'), await start('app-2')]
  await pool.query(
    `INSERT INTO compute.applications
     SELECT id, $1, 'STARTED', id, now(), now(), now(), jsonb_build_object('releaseLabel', label)
     FROM (VALUES ('app-1', 'spark-4.1'), ('app-2', 'emr-7.9.0')) AS given (id, label)`,
    [ana.accountId],
  )

  const file = '0252-sessions-runs-follow-their-place.sql'
  await pool.query(await readFile(join(MIGRATIONS, file), 'utf8'))

  const now = await Promise.all(runs.map(({ id }) => findRun(sql, id)))
  assert.deepEqual(
    now.map((run) => run?.releaseLabel),
    ['spark-4.1', 'emr-7.9.0'],
  )
})
