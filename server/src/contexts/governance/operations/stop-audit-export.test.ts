import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { EXPORT_JOB } from '../exports/run-export.ts'
import { givenExports } from '../testing/given-exports.ts'
import { arn, grantOfTrades, home, inRole, partner } from '../testing/given-governance.ts'

const asked = { accountId: home, location: 's3://kept/audit/', format: 'jsonl' } as const
const HOUR_MS = 3_600_000

/** An export of each hour that has written its first piece. */
async function givenStanding() {
  const given = await givenExports()
  const { governance, caller, now } = given
  now.at = new Date('2026-05-02T10:20:00Z')
  const { id } = await governance.exportAudit(caller('admin'), { ...asked, every: 'hour' })
  await given.run(id)
  const happens = async (user: string, at: Date) => {
    await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: arn(user) })
    await given.pool.query('UPDATE foundation.outbox SET at = $1', [at])
    await governance.searchAudit(caller('admin'), { accountId: home })
  }
  const one = async () => (await given.listed()).find((listed) => listed.id === id)
  return { ...given, id, happens, one }
}

test('given a standing export, when its hour is over, then it writes what is new', async () => {
  await using given = await givenStanding()
  const { now, id, one } = given
  const first = await one()
  await given.happens('c', new Date('2026-05-02T10:40:00Z'))

  await given.run(id) // Its time has not come.
  const early = await one()
  now.at = new Date(now.at.getTime() + HOUR_MS)
  await given.happens('d', new Date('2026-05-02T11:10:00Z'))
  await given.run(id)

  assert.deepEqual([first?.state, first?.every], ['waiting', 'hour'])
  assert.deepEqual(first?.nextAt, new Date('2026-05-02T11:01:00Z'))
  assert.equal(early?.files, first?.files)
  const later = await one()
  assert.deepEqual([later?.state, later?.nextAt], ['waiting', new Date('2026-05-02T12:01:00Z')])
  const sequences = given.records().map(({ sequence }) => sequence)
  assert.deepEqual(
    sequences,
    sequences.map((_, index) => index + 1),
  )
  const texts = given.records().map(({ detail }) => JSON.stringify(detail))
  assert.equal(
    texts.some((text) => text.includes('user/c')),
    true,
  )
  assert.equal(
    texts.some((text) => text.includes('user/d')),
    false,
  ) // Of the hour that runs.
  const { rows } = await given.pool.query(
    'SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = $1',
    [EXPORT_JOB],
  )
  assert.deepEqual(rows, [{ run_at: later?.nextAt }])
})

test('given a database’s clock ahead of ours, when due, then it is ordered anew', async () => {
  await using given = await givenStanding()
  await given.pool.query('DELETE FROM graphile_worker._private_jobs')

  await given.run(given.id)

  const { rows } = await given.pool.query(
    `SELECT round(extract(epoch FROM run_at - created_at))::int AS "waitSeconds", key
    FROM graphile_worker.jobs WHERE task_identifier = $1`,
    [EXPORT_JOB],
  )
  const waitSeconds = 41 * 60 // From 10:20 to 11:01, by the clock that says it is early.
  assert.deepEqual(rows, [{ waitSeconds, key: `${EXPORT_JOB}:${given.id}` }])
})

test('given a place that stays away, when the next hour comes, then it goes on', async () => {
  await using given = await givenStanding()
  const { now, id, one } = given
  await given.happens('c', new Date('2026-05-02T10:40:00Z'))
  now.at = new Date(now.at.getTime() + HOUR_MS)
  given.failing.add('day=')
  await assert.rejects(given.run(id), /away/)
  await given.run(id, { last: true })
  const away = await one()

  given.failing.clear()
  now.at = new Date(now.at.getTime() + HOUR_MS)
  await given.run(id)

  assert.deepEqual([away?.state, away?.reason], ['waiting', 'the file could not be made'])
  const back = await one()
  assert.deepEqual([back?.state, back?.reason], ['waiting', undefined])
  assert.ok((back?.files ?? 0) > (away?.files ?? 0))
})

test('given who audits no more, when the next hour comes, then it has failed', async () => {
  await using given = await givenStanding()
  const { governance, caller, now, id } = given
  await given.happens('c', new Date('2026-05-02T10:40:00Z'))
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  await governance.putDataLakeSettings(caller('admin'), { ...settings, admins: [arn('other')] })
  now.at = new Date(now.at.getTime() + HOUR_MS)

  await given.run(id)

  const [failed] = await governance.listAuditExports(caller('other'), { accountId: home })
  assert.equal(failed?.state, 'failed')
})

test('given a running export, when it is stopped, then no other file comes', async () => {
  await using given = await givenExports()
  const { governance, caller } = given
  const { id } = await governance.exportAudit(caller('admin'), asked)
  given.after.put = () => governance.stopAuditExport(caller('admin'), { id })

  await given.run(id)
  await given.run(id)

  const [stopped] = await given.listed()
  assert.deepEqual([stopped?.state, stopped?.files, given.puts.length], ['stopped', 1, 1])
  const again = governance.stopAuditExport(caller('admin'), { id })
  await assert.rejects(again, /The export is already stopped/)
})

test('given a standing export, when it is stopped, then its next hour never comes', async () => {
  await using given = await givenStanding()
  const { governance, caller, now, id } = given
  await given.happens('c', new Date('2026-05-02T10:40:00Z'))

  await governance.stopAuditExport(caller('admin'), { id })
  now.at = new Date(now.at.getTime() + HOUR_MS)
  await given.run(id)

  const stopped = await given.one()
  assert.deepEqual([stopped?.state, stopped?.files], ['stopped', 2])
})

test('given others, when they stop an export, then only its asker and admins can', async () => {
  await using given = await givenStanding()
  const { governance, caller, id, sql } = given
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  await governance.putDataLakeSettings(caller('admin'), {
    ...settings,
    ...{ admins: [arn('admin'), arn('other')], readOnlyAdmins: [arn('auditor')] },
  })

  for (const stranger of [caller('eve'), caller('admin', partner)])
    await assert.rejects(governance.stopAuditExport(stranger, { id }), notFound.matches)
  await assert.rejects(governance.stopAuditExport(caller('auditor'), { id }), denied.matches)
  await governance.stopAuditExport(caller('other'), { id })

  assert.equal((await given.one())?.state, 'stopped')
  const told = await transaction(sql, (tx) =>
    tx.selectFrom('foundation.outbox').select('action').execute(),
  )
  assert.ok(told.some(({ action }) => action === 'governance.audit-export-stopped'))
})

test('given a role, a narrowed session or an end, when it shall go on, then not', async () => {
  await using given = await givenExports()
  const { governance, caller } = given
  const admin = caller('admin')
  const settings = await governance.getDataLakeSettings(admin, home)
  const role = inRole(admin, 'auditor')
  await governance.putDataLakeSettings(admin, {
    ...settings,
    admins: [...settings.admins, role.principalArn],
  })
  const standing = { ...asked, every: 'day' } as const
  const narrowed = { ...admin, sessionPolicies: [{ Statement: [] }] }
  const to = new Date('2099-01-01T00:00:00Z')

  for (const somebody of [role, narrowed, { ...admin, boundTo: 'box-1' }])
    await assert.rejects(governance.exportAudit(somebody, standing), /needs a user/)
  const ending = governance.exportAudit(admin, { ...standing, to })
  await assert.rejects(ending, invalidInput.matches)
})

test('given a user’s session, when an export shall go on, then it outlives it', async () => {
  await using given = await givenExports()
  const { governance, caller, sql } = given
  const session = { ...caller('admin'), expiresAt: new Date('2026-05-02T00:00:00Z') }

  await governance.exportAudit(session, { ...asked, every: 'day' })

  const { caller: kept } = await sql
    .selectFrom('governance.auditExports')
    .select('caller')
    .executeTakeFirstOrThrow()
  assert.deepEqual([kept.principalArn, 'expiresAt' in kept], [arn('admin'), false])
})
