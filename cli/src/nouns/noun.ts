import type { AnswerOf, OperationName } from '@millrace/contract'

/** What people name, such as a dataset or a feed, and what can be done with it. */
export interface Noun {
  is: string
  verbs: Readonly<Record<string, Verb>>
}

/**
 * One operation of the portal's API as a command. Its options are the members of the operation's
 * query and body that are not arguments; a body that options cannot say is read by `--file`.
 */
export interface Verb {
  operation: OperationName
  /** What stands after the verb, in order; without any, the operation's path parameters. */
  takes?: readonly Argument[]
  /** What a line shows of each item of a list; without it an item is shown whole. */
  line?: (item: never) => readonly (string | number | undefined)[]
  /** An answer for reading, where its own names and values do not do. */
  lines?: (answer: never) => readonly string[]
}

/** A word of the command line, and the members of the request that it stands for. */
export interface Argument {
  name: string
  optional?: boolean
  /** Takes all words that are left, joined by spaces. */
  rest?: boolean
  /** How the word looks, for who wrote another. */
  form?: string
  /** Without it, the member of the argument's name. */
  members?: (word: string, accounts: Accounts) => Record<string, unknown>
}

/** The accounts that a word may leave out. */
export interface Accounts {
  /** Whose catalog is the lake. */
  lake: string
  /** The profile's own. */
  own: string
}

type ItemOf<Name extends OperationName> =
  AnswerOf<Name> extends { items: readonly (infer Item)[] } ? Item : never

/** A verb that answers a list, with what a line shows of each item. */
export function listing<Name extends OperationName>(
  operation: Name,
  line: (item: ItemOf<Name>) => readonly (string | number | undefined)[],
  takes: readonly Argument[] = [],
): Verb {
  return { operation, takes, line }
}

/**
 * `database.table` of the profile's own account where it is there, else of the lake's;
 * `account/database.table`, and `own` and `lake` for those two.
 */
export const DATASET: Argument = {
  name: 'dataset',
  form: 'write database.table, or account/database.table; own and lake are accounts too',
  members(word, accounts) {
    const [, account, database, table] =
      /^(?:(\d{12}|own|lake)\/)?([^./]+)\.([^./]+)$/.exec(word) ?? []
    return { account: accountNamed(account ?? 'lake', accounts), database, table }
  },
}

/** An account by its id, or the profile's own, or the lake's. */
export function accountNamed(word: string, { lake, own }: Accounts): string {
  if (word === 'own') return own
  return word === 'lake' ? lake : word
}

/** A moment; without a zone it is one of UTC, and not of wherever this command runs. */
export const INSTANT: Argument = {
  name: 'instant',
  form: 'write an instant such as 2026-05-18T09:00:00Z; a day alone is its first moment',
  members(word) {
    const bare = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(word)
    const date = new Date(bare && word.length > 10 ? `${word.replace(' ', 'T')}Z` : word)
    return { instant: Number.isNaN(date.getTime()) ? undefined : date.toISOString() }
  },
}

/** An account by its id; the profile's own without one. */
export const ACCOUNT: Argument = {
  name: 'account',
  optional: true,
  members: (word, { own }) => ({ account: word || own }),
}

/** What is paused, or goes on. */
export function paused(wanted: boolean): Argument {
  return { name: 'id', members: (id) => ({ id, paused: wanted }) }
}

/** A request for access, and what is decided of it. */
export function decided(decision: 'grant' | 'refuse'): Argument {
  return { name: 'id', members: (id) => ({ id, decision }) }
}

/** Words that all stand in what is looked for. */
export function words(member: string): Argument {
  return { name: 'words', optional: true, rest: true, members: (word) => ({ [member]: word }) }
}

/** A day or instant without the seconds' fractions, for lines. */
export function short(instant: string | undefined): string {
  return instant === undefined ? '-' : instant.slice(0, 16).replace('T', ' ')
}
