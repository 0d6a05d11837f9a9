import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { invalidCatalogueEntry } from '../errors.ts'
import { checkPrincipal, launchRoleOf } from './portfolio.ts'

const own = '111122223333' as AccountId

test('given principals, when checked, then only users and roles of the account pass', () => {
  checkPrincipal(`arn:aws:iam::${own}:user/ana`, own)
  checkPrincipal(`arn:aws:iam::${own}:role/path/research`, own)

  for (const arn of [
    'arn:aws:iam::999988887777:user/ana',
    `arn:aws:iam::${own}:role/*`,
    'arn:aws:iam:::role/research',
    `arn:aws:sts::${own}:assumed-role/research/x`,
    '*',
  ])
    assert.throws(() => checkPrincipal(arn, own), invalidCatalogueEntry.matches)
})

test('given a launch role, when read, then it is one of the account', () => {
  const launch = (parameters: unknown, type = 'LAUNCH') =>
    launchRoleOf({ type, parameters: JSON.stringify(parameters) }, own)
  const arn = `arn:aws:iam::${own}:role/launch`

  assert.equal(launch({ RoleArn: arn }), arn)
  assert.equal(launch({ LocalRoleName: 'launch' }), arn)
  const wrong = [
    ...[{}, null, 'text', { RoleArn: arn, LocalRoleName: 'launch' }, { RoleArn: 1 }],
    ...[{ RoleArn: 'arn:aws:iam::999988887777:role/launch' }, { RoleArn: arn, More: 1 }],
    ...[{ RoleArn: `${arn}\u0000` }, { LocalRoleName: 'any*' }, { LocalRoleName: '' }],
  ]
  for (const parameters of wrong)
    assert.throws(() => launch(parameters), invalidCatalogueEntry.matches)
  assert.throws(() => launch({ RoleArn: arn }, 'TEMPLATE'), invalidCatalogueEntry.matches)
})
