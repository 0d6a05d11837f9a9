import type { IsolationReport, StorageQuota, StorageUse } from '@millrace/contract'
import { callApi, operatorToken } from '../api.ts'
import { Failure } from '../failure.ts'
import type { Home } from '../home.ts'
import { writeProfile } from '../profiles.ts'

export interface CreatedAccount {
  accountId: string
  profile: string
}

interface Answer {
  accountId: string
  accessKeyId: string
  secretAccessKey: string
}

const NAME = /^[a-z][a-z0-9-]{0,62}$/

/** Makes an account with an administrator, and adds the administrator's profile to the files. */
export async function createAccount(
  home: Home,
  options: { name: string; id?: string; organization: boolean },
): Promise<CreatedAccount> {
  const { name, id, organization } = options
  if (!NAME.test(name))
    throw new Failure(
      `"${name}" is no account name: a lower-case letter, then up to 62 of those, digits, hyphens`,
    )
  const answer = (await callApi(home, {
    method: 'POST',
    path: '/accounts',
    token: operatorToken(home),
    body: { name, ...(id === undefined ? {} : { id }), organization },
  })) as Answer
  const profile = `${name}-admin`
  writeProfile(home.path, { name: profile, ...answer }, home)
  return { accountId: answer.accountId, profile }
}

/** Ends every key, token, vended credential and driver of an account; answers its report. */
export async function isolateAccount(
  home: Home,
  { account, reason }: { account: string; reason?: string },
): Promise<IsolationReport> {
  const body = { isolated: true, ...(reason === undefined ? {} : { reason }) }
  const answer = await callApi(home, { ...isolationOf(home, account), method: 'POST', body })
  return (answer as { report: IsolationReport }).report
}

export async function releaseAccount(home: Home, account: string): Promise<unknown> {
  const body = { isolated: false }
  return callApi(home, { ...isolationOf(home, account), method: 'POST', body })
}

export async function isolationReport(home: Home, account: string): Promise<IsolationReport> {
  const answer = await callApi(home, { ...isolationOf(home, account), method: 'GET' })
  return answer as IsolationReport
}

/** What an account keeps and may keep; with limits, what it may keep from now on. */
export async function storageQuota(
  home: Home,
  { account, limits }: { account: string; limits: StorageQuota | undefined },
): Promise<StorageUse> {
  const path = `/accounts/${encodeURIComponent(account)}/storage`
  const method = limits ? ('PUT' as const) : ('GET' as const)
  const body = limits ? { body: limits } : {}
  return (await callApi(home, { method, path, token: operatorToken(home), ...body })) as StorageUse
}

/** Whether the account may have public buckets from now on. */
export async function publicAccess(
  home: Home,
  { account, allowed }: { account: string; allowed: boolean },
): Promise<StorageUse> {
  const path = `/accounts/${encodeURIComponent(account)}/public-access`
  const request = { method: 'PUT', path, token: operatorToken(home), body: { allowed } } as const
  return (await callApi(home, request)) as StorageUse
}

function isolationOf(home: Home, account: string) {
  const path = `/accounts/${encodeURIComponent(account)}/isolation`
  return { path, token: operatorToken(home) }
}

export async function listAccounts(home: Home): Promise<unknown> {
  return callApi(home, { method: 'GET', path: '/accounts', token: operatorToken(home) })
}
