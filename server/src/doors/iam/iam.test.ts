import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as iam from '@aws-sdk/client-iam'
import { systemClock } from '../../foundation/clock.ts'
import { givenDoor } from '../../testing/door.ts'
import { allowing, givenIdentity, trusting } from '../../testing/identity.ts'
import { createIamDoor } from './index.ts'

async function givenIam() {
  const given = await givenIdentity(systemClock)
  const { identity, log } = given
  const door = await givenDoor(createIamDoor({ identity, clock: systemClock, log }))
  const account = await given.account({ name: 'market', id: '222222222222' })
  const client = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
    new iam.IAMClient({ endpoint: door.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  return {
    ...given,
    client,
    admin: client(account.admin),
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]()
      await given[Symbol.asyncDispose]()
    },
  }
}

function documentOf(role: iam.Role | undefined): unknown {
  return JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))
}

test('given an admin, when it keeps users and keys, then the SDK sees them', async () => {
  await using given = await givenIam()
  const { admin } = given

  const made = await admin.send(
    new iam.CreateUserCommand({
      UserName: 'ana',
      Path: '/desk/',
      Tags: [{ Key: 'a', Value: 'b' }],
    }),
  )
  assert.equal(made.User?.Arn, 'arn:aws:iam::222222222222:user/desk/ana')
  const { AccessKey } = await admin.send(new iam.CreateAccessKeyCommand({ UserName: 'ana' }))
  assert.match(AccessKey?.SecretAccessKey ?? '', /^[A-Za-z0-9]{40}$/)
  const key = { UserName: 'ana', AccessKeyId: AccessKey?.AccessKeyId ?? '' }
  await admin.send(new iam.UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }))
  const { AccessKeyMetadata } = await admin.send(new iam.ListAccessKeysCommand({ UserName: 'ana' }))
  assert.equal(AccessKeyMetadata?.[0]?.Status, 'Inactive')
  const conflict = () => admin.send(new iam.DeleteUserCommand({ UserName: 'ana' }))
  await assert.rejects(conflict, { name: 'DeleteConflictException' })
  await admin.send(new iam.DeleteAccessKeyCommand(key))
  await admin.send(new iam.DeleteUserCommand({ UserName: 'ana' }))
  const page = await admin.send(new iam.ListUsersCommand({}))
  assert.deepEqual(
    page.Users?.map(({ UserName }) => UserName),
    ['admin'],
  )
  const own = await admin.send(new iam.GetUserCommand({}))
  assert.equal(own.User?.UserName, 'admin')
})

test('given an admin, when it keeps roles, then the SDK sees them', async () => {
  await using given = await givenIam()
  const { admin } = given
  const RoleName = 'research'
  const trust = trusting({ Service: 'emr-serverless.amazonaws.com' })

  await admin.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
  await admin.send(new iam.UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }))
  const { Role } = await admin.send(new iam.GetRoleCommand({ RoleName }))

  assert.deepEqual(documentOf(Role), JSON.parse(trust))
  assert.equal(Role?.MaxSessionDuration, 7200)
  const wider = trusting({ AWS: '222222222222' })
  await admin.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: wider }))
  const { Roles } = await admin.send(new iam.ListRolesCommand({}))
  assert.deepEqual(documentOf(Roles?.[0]), JSON.parse(wider))
  await admin.send(new iam.DeleteRoleCommand({ RoleName }))
  const gone = () => admin.send(new iam.GetRoleCommand({ RoleName }))
  await assert.rejects(gone, { name: 'NoSuchEntityException' })
})

test('given principals, when policies are put and attached, then the SDK sees them', async () => {
  await using given = await givenIam()
  const { admin } = given
  const UserName = 'ana'
  const RoleName = 'research'
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  const inline = { PolicyName: 'own', PolicyDocument: JSON.stringify(allowing('s3:*')) }
  await admin.send(new iam.CreateUserCommand({ UserName }))
  const trust = trusting({ AWS: '222222222222' })
  await admin.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))

  await admin.send(new iam.PutUserPolicyCommand({ UserName, ...inline }))
  await admin.send(new iam.PutRolePolicyCommand({ RoleName, ...inline }))
  await admin.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn }))
  await admin.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }))

  const PolicyName = 'own'
  const got = await admin.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }))
  assert.equal(decodeURIComponent(got.PolicyDocument ?? ''), inline.PolicyDocument)
  const names = await admin.send(new iam.ListUserPoliciesCommand({ UserName }))
  assert.deepEqual(names.PolicyNames, ['own'])
  const attached = await admin.send(new iam.ListAttachedUserPoliciesCommand({ UserName }))
  assert.deepEqual(attached.AttachedPolicies, [{ PolicyName: 'ReadOnlyAccess', PolicyArn }])
  await admin.send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName }))
  await admin.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }))
  await admin.send(new iam.DetachUserPolicyCommand({ UserName, PolicyArn }))
  await admin.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }))
  await admin.send(new iam.DeleteUserCommand({ UserName }))
  await admin.send(new iam.DeleteRoleCommand({ RoleName }))
})

test('given wrong requests, when sent, then each has the error that AWS gives', async () => {
  await using given = await givenIam()
  const { admin } = given
  const UserName = 'ana'
  await admin.send(new iam.CreateUserCommand({ UserName }))
  const { AccessKey } = await admin.send(new iam.CreateAccessKeyCommand({ UserName }))
  const ana = given.client({
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  })

  const again = () => admin.send(new iam.CreateUserCommand({ UserName }))
  const denied = () => ana.send(new iam.CreateUserCommand({ UserName: 'bob' }))
  const malformed = () =>
    admin.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: '{}' }))
  const unknown = () =>
    admin.send(
      new iam.AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/X' }),
    )
  const refused = () => admin.send(new iam.CreateGroupCommand({ GroupName: 'desk' }))

  await assert.rejects(again, { name: 'EntityAlreadyExistsException' })
  await assert.rejects(denied, { name: 'AccessDenied' })
  await assert.rejects(malformed, { name: 'MalformedPolicyDocumentException' })
  await assert.rejects(unknown, { name: 'NoSuchEntityException' })
  await assert.rejects(refused, /CreateGroup/)
})
