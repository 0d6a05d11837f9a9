import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied } from '../errors.ts'
import { givenTable, home, partner } from '../testing/given-governance.ts'

test('given exports, when they are listed, then the newest first, to auditors alone', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const asked = { accountId: home, location: 's3://kept/audit' }
  const ids: string[] = []
  for (const hour of [1, 2]) {
    given.now.at = new Date(`2026-05-01T0${hour}:00:00Z`)
    ids.push((await governance.exportAudit(caller('admin'), asked)).id)
  }

  const listed = await governance.listAuditExports(caller('admin'), { accountId: home })

  assert.deepEqual(
    listed.map(({ id }) => id),
    ids.toReversed(),
  )
  for (const somebody of [caller('eve'), caller('admin', partner)])
    await assert.rejects(governance.listAuditExports(somebody, { accountId: home }), denied.matches)
})
