import assert from 'node:assert/strict'
import { mkdir, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { denied, invalidInput } from '../errors.ts'
import { EXPORT_JOB } from '../exports/run-export.ts'
import { breakAt, GENESIS } from '../model/audit-chain.ts'
import { givenExports } from '../testing/given-exports.ts'
import { arn, home, partner } from '../testing/given-governance.ts'

const asked = { accountId: home, location: 's3://kept/audit/', format: 'jsonl' } as const

test('given records of two days, when exported, then two files of a whole chain', async () => {
  await using given = await givenExports()
  const { id } = await given.governance.exportAudit(given.caller('admin'), asked)

  await given.run(id)

  const [done] = await given.listed()
  assert.deepEqual([done?.state, done?.files], ['done', 2])
  const days = [...given.put.keys()].map((key) => key.split('/').slice(0, 4).join('/'))
  const place = `kept/audit/account=${home}`
  assert.deepEqual(days, [`${place}/day=2026-05-01`, `${place}/day=2026-05-02`])
  let end = { sequence: 0, hash: GENESIS }
  for (const record of given.records()) {
    assert.equal(breakAt(end, record), undefined)
    end = record
  }
  assert.equal(end.sequence, done?.lastSequence)
})

test('given a server that dies, when the job comes again, then it goes on after it', async () => {
  await using given = await givenExports()
  const { id } = await given.governance.exportAudit(given.caller('admin'), asked)
  given.failing.add('day=2026-05-02')
  await assert.rejects(given.run(id), /the network is away/)
  const [half] = await given.listed()
  assert.deepEqual([half?.state, half?.files], ['running', 1])

  given.failing.clear()
  await given.run(id)
  await given.run(id)

  assert.equal(given.puts.length, 2)
  const sequences = given.records().map(({ sequence }) => sequence)
  assert.deepEqual(
    sequences,
    sequences.map((_, index) => index + 1),
  )
})

test('given who audits no more, when the job begins, then nothing is written', async () => {
  await using given = await givenExports()
  const { governance, caller } = given
  const { id } = await governance.exportAudit(caller('admin'), asked)
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  await governance.putDataLakeSettings(caller('admin'), { ...settings, admins: [arn('other')] })

  await given.run(id)

  const [failed] = await governance.listAuditExports(caller('other'), { accountId: home })
  assert.equal(failed?.state, 'failed')
  assert.equal(given.put.size, 0)
})

test('given who audits no more after a file, when the next comes, then none is', async () => {
  await using given = await givenExports()
  const { governance, caller } = given
  const { id } = await governance.exportAudit(caller('admin'), asked)
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  given.after.put = async () => {
    await governance.putDataLakeSettings(caller('admin'), { ...settings, admins: [arn('other')] })
  }

  await given.run(id)

  const [failed] = await governance.listAuditExports(caller('other'), { accountId: home })
  assert.deepEqual([failed?.state, failed?.files, given.puts.length], ['failed', 1, 1])
})

test('given what a killed server left, when one starts, then it is gone', async () => {
  await using given = await givenExports()
  await mkdir(join(given.directory, 'export-left'))

  await given.governance.start(given.pool)

  given.governance.close()
  await assert.rejects(readdir(given.directory), { code: 'ENOENT' })
})

test('given a server killed in a try, when one starts, then the others are left', async () => {
  await using given = await givenExports()
  await given.governance.exportAudit(given.caller('admin'), asked)
  await given.pool.query(`UPDATE graphile_worker._private_jobs
    SET attempts = 3, locked_by = 'killed', locked_at = now()`)

  await given.governance.start(given.pool)

  given.governance.close()
  const { rows } = await given.pool.query(
    'SELECT attempts FROM graphile_worker.jobs WHERE task_identifier = $1',
    [EXPORT_JOB],
  )
  assert.deepEqual(rows, [{ attempts: 3 }])
})

test('given servers killed in the last try, when one starts, then it has all tries', async () => {
  await using given = await givenExports()
  await given.governance.exportAudit(given.caller('admin'), asked)
  await given.pool.query(`UPDATE graphile_worker._private_jobs
    SET attempts = max_attempts, locked_by = 'killed', locked_at = now()`)

  await given.governance.start(given.pool)

  given.governance.close()
  const { rows } = await given.pool.query(
    'SELECT attempts FROM graphile_worker.jobs WHERE task_identifier = $1 AND key IS NOT NULL',
    [EXPORT_JOB],
  )
  assert.deepEqual(rows, [{ attempts: 0 }])
})

test('given a place that refuses unread, when put there, then nothing is left open', async () => {
  await using given = await givenExports()
  const { id } = await given.governance.exportAudit(given.caller('admin'), asked)
  given.failing.add('day=2026-05-01')

  await assert.rejects(given.run(id), /the network is away/)

  const open = await readdir('/proc/self/fd')
  const paths = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  const left = paths.filter((path) => path.startsWith(given.directory))
  assert.deepEqual([left, await readdir(given.directory)], [[], []])
})

test('given a place that stays away, when tried the last time, then it has failed', async () => {
  await using given = await givenExports()
  const { id } = await given.governance.exportAudit(given.caller('admin'), asked)
  given.failing.add('day=2026-05-02')

  await given.run(id, { last: true })

  const [failed] = await given.listed()
  assert.deepEqual([failed?.state, failed?.files], ['failed', 1])
  assert.equal(failed?.reason, 'the file could not be made')
})

test('given records that are gone, when exported, then it has not done all of it', async () => {
  await using given = await givenExports()
  const { id } = await given.governance.exportAudit(given.caller('admin'), asked)
  const [{ lastSequence } = { lastSequence: 0 }] = await given.listed()
  await given.pool.query(`SET session_replication_role = replica;
    DELETE FROM governance.audit WHERE account_id = '${home}' AND sequence = ${lastSequence};
    RESET session_replication_role`)

  await given.run(id)

  const [failed] = await given.listed()
  assert.deepEqual([failed?.state, failed?.nextSequence], ['failed', lastSequence])
  assert.equal(failed?.reason, '1 records are missing from the chain')
})

test('given many who order at once, when counted, then three are on their way', async () => {
  await using given = await givenExports()
  const order = () => given.governance.exportAudit(given.caller('admin'), asked)

  const ordered = await Promise.allSettled(Array.from({ length: 6 }, order))

  assert.equal(ordered.filter(({ status }) => status === 'fulfilled').length, 3)
  const { rows } = await given.pool.query(
    `SELECT DISTINCT queue_name, max_attempts FROM graphile_worker.jobs WHERE task_identifier = $1`,
    [EXPORT_JOB],
  )
  assert.deepEqual(rows, [{ queue_name: `${EXPORT_JOB}:${home}`, max_attempts: 10 }])
})

test('given no auditor, no place or no record, when asked, then it is refused', async () => {
  await using given = await givenExports()
  const { governance, caller } = given

  for (const somebody of [caller('eve'), caller('admin', partner)]) {
    await assert.rejects(governance.exportAudit(somebody, asked), denied.matches)
    await assert.rejects(governance.listAuditExports(somebody, asked), denied.matches)
  }
  for (const wrong of [
    { location: 'kept/audit' },
    { location: 's3://UPPER/x' },
    { location: `s3://kept/${'x'.repeat(601)}` },
    { from: new Date('2100-01-01T00:00:00Z') },
  ])
    await assert.rejects(
      governance.exportAudit(caller('admin'), { ...asked, ...wrong }),
      invalidInput.matches,
    )
})
