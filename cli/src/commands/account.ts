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
  options: { name: string; id?: string; organization: boolean; region: string },
): Promise<CreatedAccount> {
  const { name, id, organization, region } = options
  if (!NAME.test(name))
    throw new Failure(`"${name}" is no account name: lower-case letters, digits and hyphens`)
  const answer = (await callApi(home, {
    method: 'POST',
    path: '/accounts',
    token: operatorToken(home),
    body: { name, ...(id === undefined ? {} : { id }), organization },
  })) as Answer
  const profile = `${name}-admin`
  writeProfile(home.path, { name: profile, ...answer }, { url: home.url, region })
  return { accountId: answer.accountId, profile }
}

/** Ends every key, token, vended credential and driver of an account, or lets it work again. */
export async function switchAccount(
  home: Home,
  options: { account: string; to: 'isolated' | 'active' },
): Promise<unknown> {
  return callApi(home, {
    method: 'POST',
    path: `/accounts/${encodeURIComponent(options.account)}/isolation`,
    token: operatorToken(home),
    body: { isolated: options.to === 'isolated' },
  })
}

export async function listAccounts(home: Home): Promise<unknown> {
  return callApi(home, { method: 'GET', path: '/accounts', token: operatorToken(home) })
}
