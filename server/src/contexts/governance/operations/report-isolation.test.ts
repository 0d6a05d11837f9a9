import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTable, home, partner, trades } from '../testing/given-governance.ts'

test('given an account with a share, when reported, then what it could read stays', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const columns = { ...trades, kind: 'columns', include: ['sym', 'px'] } as const
  const grant = { catalogId: home, resource: columns, permissions: ['SELECT'] } as const
  const share = { ...grant, principal: partner, grantable: ['SELECT'] } as const
  await governance.grantPermissions(caller('admin'), share)
  const onward = { ...grant, principal: arn('quant', partner), grantable: [] }
  await governance.grantPermissions(caller('admin', partner), onward)
  const isolatedAt = given.now.at.toISOString()
  const facts = {
    account: { id: partner, name: 'partner' },
    isolatedAt,
    buckets: ['theirs'],
    principals: [arn('quant', partner), arn('nobody', partner)],
  }
  const work = { kind: 'session', id: '7', owner: arn('quant', partner) } as const
  const ended = [{ ...work, principal: arn('quant', partner), accountId: partner }]

  const report = await governance.reportIsolation('platform', { ...facts, ended })
  const again = await governance.reportIsolation('platform', { ...facts, ended: [] })

  assert.deepEqual(
    report.tables.map(({ accountId, database, table, readers }) => [
      ...[accountId, database, table, readers.map(({ principal }) => principal)],
    ]),
    [[home, 'mkt', 'trades', [arn('quant', partner)]]],
  )
  const [reader] = report.tables[0]?.readers ?? []
  assert.deepEqual(reader?.columns, ['sym', 'px'])
  assert.equal(reader?.everyRow, true)
  assert.equal(reader?.through.length, 2)
  assert.match(
    reader?.through[0] ?? '',
    /SELECT on mkt\.trades \(sym, px\), granted by arn:.*admin/,
  )
  assert.ok(report.uses.some(({ action }) => action === 'governance.permissions-granted'))
  assert.deepEqual(again, report)
  assert.deepEqual(await governance.isolationReport('platform', partner), report)
})
