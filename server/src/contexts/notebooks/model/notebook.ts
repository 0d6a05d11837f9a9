import type { AccountId } from '../../identity/index.ts'

export type NotebookState = 'starting' | 'running' | 'stopping' | 'ended'

export interface Notebook {
  id: string
  accountId: AccountId
  owner: string
  /** It ends with any of these accounts, as it does with its own. */
  assumedThrough: readonly AccountId[]
  roleArn: string | undefined
  /** Of the owner’s home, and of the user that its box runs as. */
  homeNumber: number
  port: number
  state: NotebookState
  /** Why it ended. */
  reason: string | undefined
  /** A bearer token of the owner, bound to the box. */
  signIn: string
  reservationId: string
  openedAt: Date
  endedAt: Date | undefined
}

export const BOX_PREFIX = 'n-'

export function boxOf({ id }: Pick<Notebook, 'id'>): string {
  return `${BOX_PREFIX}${id}`
}

/** A role session’s name has two to 64 characters of those that names of people have. */
export function sessionNameOf(owner: string): string {
  const name = (owner.split('/').at(-1) ?? '').replaceAll(/[^\w+=,.@-]/g, '-')
  return `${name.length < 2 ? `${name}-notebook` : name}`.slice(0, 64)
}

/** A home of several people who work as one role, with what it begins with. */
export interface SharedHome {
  name: string
  /** Texts by their path, each written where nothing is yet. */
  files: Readonly<Record<string, string>>
}
